import type { GetServerSidePropsContext } from "next";
import { createMocks } from "node-mocks-http";

/** A request of a page; with a body it posts a form. */
type Sent = { headers?: Record<string, string>; body?: Record<string, string>; query?: object };

/** Calls a page's loader with a mocked request. */
export async function loadPage<Props>(
  loader: (context: GetServerSidePropsContext) => Promise<unknown>,
  { headers = {}, body, query = {} }: Sent = {},
) {
  const { req, res } = createMocks({
    method: body ? "POST" : "GET",
    headers: { host: "octavo.test", origin: "http://octavo.test", ...headers },
  });
  Object.assign(req, { body });
  const context = { req, res, params: {}, query } as unknown as GetServerSidePropsContext;
  const outcome = (await loader(context)) as { props?: Props; redirect?: { destination: string } };
  return { ...outcome, status: res.statusCode, headers: res._getHeaders() };
}
