import type { GetServerSidePropsContext } from "next";
import { createMocks, type RequestMethod } from "node-mocks-http";
import { env } from "#lib/server/env";
import { setPageCaching, withEntityTag } from "#lib/server/http/page-caching";
import { buildId } from "#lib/server/next/build-id";

jest.mock("#lib/server/next/build-id");
const build = jest.mocked(buildId);
afterEach(() => jest.restoreAllMocks());
beforeEach(() => build.mockReturnValue("a build"));

type Asked = { method?: RequestMethod; headers?: Record<string, string>; props?: object; isPublic?: boolean };

/** What becomes of a request for a page. */
async function ask({ method = "GET", headers = {}, props = { posts: 3 }, isPublic = true }: Asked = {}) {
  const { req, res } = createMocks({ method, headers: { host: "octavo.test", ...headers } });
  const getServerSideProps = withEntityTag(async (context) => {
    setPageCaching(context.res, isPublic);
    return { props };
  });
  const result = await getServerSideProps({ req, res } as unknown as GetServerSidePropsContext);
  return { result, etag: res.getHeader("etag"), hasEnded: res.writableEnded, status: res.statusCode };
}

test("the same props have the same tag, and who has it gets no page", async () => {
  const first = await ask();
  expect(first).toMatchObject({ result: { props: { posts: 3 } }, hasEnded: false, etag: expect.any(String) });
  const headers = { "if-none-match": `"another", ${first.etag}` };
  for (const method of ["GET", "HEAD"] as const) {
    expect(await ask({ method, headers })).toMatchObject({ hasEnded: true, status: 304, etag: first.etag });
  }
  expect(await ask({ headers, props: { posts: 4 } })).toMatchObject({ hasEnded: false, status: 200 });
});

test("another address of the site, another name of it, and another build make other pages", async () => {
  const tags = [(await ask()).etag, (await ask({ headers: { host: "elsewhere.test" } })).etag];
  jest.replaceProperty(env(), "SITE_TITLE", "Quarto");
  tags.push((await ask()).etag);
  build.mockReturnValue("another build");
  tags.push((await ask()).etag);
  expect(new Set(tags).size).toBe(4);
});

test.each<[string, Asked]>([
  ["is for its reader alone", { isPublic: false }],
  ["answers a form", { method: "POST" }],
])("a page that %s has no tag", async (_what, asked) => {
  expect((await ask(asked)).etag).toBeUndefined();
  expect(await ask({ ...asked, headers: { "if-none-match": "*" } })).toMatchObject({ hasEnded: false });
});

test("in development there is no tag", async () => {
  build.mockReturnValue(undefined);
  expect(await ask({ headers: { "if-none-match": "*" } })).toMatchObject({ hasEnded: false, etag: undefined });
});

test("what is no page is passed on as it is", async () => {
  const { req, res } = createMocks({ headers: { host: "octavo.test", "if-none-match": "*" } });
  const nothing = withEntityTag(async (context) => {
    setPageCaching(context.res, true);
    return { notFound: true };
  });
  expect(await nothing({ req, res } as unknown as GetServerSidePropsContext)).toEqual({ notFound: true });
  expect([res.writableEnded, res.getHeader("etag")]).toEqual([false, undefined]);
});
