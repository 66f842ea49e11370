import { type IncomingHttpHeaders, request } from "node:http";

export type ExactReply = { status: number; headers: IncomingHttpHeaders; text: string };

type ExactRequest = { method: string; path: string; headers: Record<string, string>; raw: string | Uint8Array };

/** Sends a request with exactly these headers and bytes; `fetch` would add or refuse some headers. */
export async function sendExactRequest(url: string, { headers, method, path, raw }: ExactRequest): Promise<ExactReply> {
  const body = Buffer.from(raw as string);
  const { hostname, port } = new URL(url);
  const { promise, reject, resolve } = Promise.withResolvers<ExactReply>();
  const outgoing = request({ hostname, port, method, path, headers: { ...headers, "content-length": body.length } });
  outgoing.once("error", reject);
  outgoing.once("response", (response) => {
    const chunks: Buffer[] = [];
    response.on("data", (chunk: Buffer) => chunks.push(chunk));
    response.once("error", reject);
    response.once("end", () =>
      resolve({ status: response.statusCode ?? 0, headers: response.headers, text: Buffer.concat(chunks).toString() }),
    );
  });
  outgoing.end(body);
  return promise;
}
