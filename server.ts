import "./scripts/environment.ts";
import "./scripts/settings.ts";

import { existsSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import next from "next";
import { closeDatabase, database } from "#lib/server/db/current";
import { env } from "#lib/server/env";

const isDevelopment = process.argv.includes("--dev");

/** How long requests that are under way may take to finish after SIGTERM. */
const DRAIN_MS = 10_000;

/** Ends the program with one line that says why. */
function refuse(reason: string): never {
  process.stderr.write(`Octavo cannot start: ${reason}\n`);
  process.exit(1);
}

async function start(): Promise<void> {
  const { HOST, PORT } = env();
  if (!isDevelopment && !existsSync(".next/BUILD_ID")) refuse("there is no build yet; run `npm run build` first");
  await database();
  const server = createServer();
  /** Connections that browsers open ahead of need: Node counts them as busy until they have carried a request. */
  const unused = new Set<Socket>();
  server.on("connection", (socket) => {
    unused.add(socket);
    socket.once("close", () => unused.delete(socket));
  });
  const app = next({ dev: isDevelopment, hostname: HOST, port: PORT, httpServer: server });
  await app.prepare();
  const handle = app.getRequestHandler();
  server.on("request", (req, res) => {
    unused.delete(req.socket);
    // Next takes `*`, which OPTIONS may ask for, as an address and fails on it.
    if (req.url === "*") res.writeHead(req.method === "OPTIONS" ? 204 : 400).end();
    else void handle(req, res);
  });
  server.on("error", (error) => refuse(error.message));
  server.listen(PORT, HOST, () => {
    const { port } = server.address() as AddressInfo;
    process.stdout.write(`Octavo is ready on http://${HOST.includes(":") ? `[${HOST}]` : HOST}:${port}\n`);
  });

  function stop(): void {
    setTimeout(() => process.exit(1), DRAIN_MS).unref();
    server.close(() => void closeDatabase().then(() => process.exit(0)));
    for (const socket of unused) socket.destroy();
    setInterval(() => server.closeIdleConnections(), 100).unref();
  }
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
}

start().catch((error: unknown) => {
  refuse(error instanceof Error ? error.message : String(error));
});
