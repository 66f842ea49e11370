import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { NextApiHandler, NextApiRequest, NextApiResponse } from "next";

/** Serves one handler over real HTTP on a free port while `use` runs, for tests that mocks do not suffice for. */
export async function serve(handler: NextApiHandler, use: (url: string) => Promise<void>): Promise<void> {
  const server = createServer((req, res) => void handler(req as NextApiRequest, res as NextApiResponse));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}
