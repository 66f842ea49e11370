import type { NextApiHandler } from "next";
import { createMocks, type RequestMethod } from "node-mocks-http";

type Init = {
  method?: string;
  /** Path parameters and query parameters together, as Next gives them to a handler. */
  query?: Record<string, string | string[]>;
  headers?: Record<string, string>;
  body?: unknown;
};

/** What a handler answered. */
export type Answer = { status: number; headers: Record<string, unknown>; body: string; json: () => unknown };

/** Calls a handler with a mocked request and nothing else running. */
export async function call(
  handler: NextApiHandler,
  { method = "GET", query = {}, headers = {}, body }: Init = {},
): Promise<Answer> {
  const { req, res } = createMocks({
    method: method as RequestMethod,
    query,
    headers: { host: "octavo.test", ...headers },
  });
  Object.assign(req, { body });
  await handler(req as never, res as never);
  const text = String(res._getData());
  return {
    status: res._getStatusCode(),
    headers: res._getHeaders(),
    body: text,
    json: () => JSON.parse(text) as unknown,
  };
}
