import { Readable } from "node:stream";
import type { NextApiHandler } from "next";
import { createMocks, type RequestMethod } from "node-mocks-http";

type Init = {
  method?: string;
  url?: string;
  /** Path parameters and query parameters together, as Next gives them to a handler. */
  query?: Record<string, string | string[]>;
  headers?: Record<string, string>;
  /** A body that is parsed already, as `req.body`. */
  body?: unknown;
  /** A body in bytes, to be parsed. */
  raw?: string | Uint8Array;
  /** Receives what the handler writes, for responses that are streamed. */
  onBytes?: (bytes: Buffer) => void;
};

/** The response of a handler. */
export type Answer = { status: number; headers: Record<string, unknown>; body: string; json: () => unknown };

/** As a socket delivers them. */
const CHUNK = 64 * 1024;

function* chunksOf(bytes: Buffer): Generator<Buffer> {
  for (let start = 0; start < bytes.length; start += CHUNK) yield bytes.subarray(start, start + CHUNK);
}

/** Calls a handler with a mocked request; no server runs. */
export async function call(
  handler: NextApiHandler,
  { method = "GET", url = "/", query = {}, headers = {}, body, raw = "", onBytes }: Init = {},
): Promise<Answer> {
  const { req, res } = createMocks({
    method: method as RequestMethod,
    url,
    query,
    headers: { host: "octavo.test", ...headers },
  });
  const stream = Readable.from(chunksOf(Buffer.from(raw)));
  Object.assign(req, { body, [Symbol.asyncIterator]: () => stream[Symbol.asyncIterator]() });
  if (onBytes) {
    res.write = ((bytes: Buffer) => {
      onBytes(bytes);
      return true;
    }) as never;
  }
  await handler(req as never, res as never);
  const text = String(res._getData());
  return {
    status: res._getStatusCode(),
    headers: res._getHeaders(),
    body: text,
    json: () => JSON.parse(text) as unknown,
  };
}
