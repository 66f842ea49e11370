import type { GetServerSidePropsContext } from "next";
import { createMocks, type RequestMethod } from "node-mocks-http";
import { useDatabase } from "#lib/server/db/database";
import { setPageCaching, withEntityTag } from "#lib/server/http/page-caching";
import { buildId } from "#lib/server/next/build-id";
import { changeSettings } from "#lib/server/site/settings";
import { SERIALIZED } from "#lib/shared/serialized-props";
import { withDatabase } from "#support/database";

const data = withDatabase();

jest.mock("#lib/server/next/build-id");
const build = jest.mocked(buildId);
afterEach(() => jest.restoreAllMocks());
beforeEach(() => build.mockReturnValue("a build"));

type PageRequest = { method?: RequestMethod; headers?: Record<string, string>; props?: object; isPublic?: boolean };

/** Requests a page. */
async function requestPage({ method = "GET", headers = {}, props = { posts: 3 }, isPublic = true }: PageRequest = {}) {
  const { req, res } = createMocks({ method, headers: { host: "octavo.test", ...headers } });
  const getServerSideProps = withEntityTag(async (context) => {
    setPageCaching(context.res, isPublic);
    return { props };
  });
  const result = await getServerSideProps({ req, res } as unknown as GetServerSidePropsContext);
  const [etag, caching] = [res.getHeader("etag"), res.getHeader("cache-control")];
  return { result, etag, caching, hasEnded: res.writableEnded, status: res.statusCode };
}

test("withEntityTag — same props — same ETag; If-None-Match — 304 without rendering", async () => {
  const first = await requestPage();
  expect(first).toMatchObject({ result: { props: { posts: 3 } }, hasEnded: false, etag: expect.any(String) });
  const headers = { "if-none-match": `"another", ${first.etag}` };
  for (const method of ["GET", "HEAD"] as const) {
    expect(await requestPage({ method, headers })).toMatchObject({ hasEnded: true, status: 304, etag: first.etag });
  }
  expect(await requestPage({ headers, props: { posts: 4 } })).toMatchObject({ hasEnded: false, status: 200 });
});

test("withEntityTag — props — the page gets them as JSON too", async () => {
  const { result } = await requestPage();
  expect(result).toEqual({ props: { posts: 3, [SERIALIZED]: '{"posts":3}' } });
});

test("withEntityTag — another host, site title or build — another ETag", async () => {
  const tags = [(await requestPage()).etag, (await requestPage({ headers: { host: "elsewhere.test" } })).etag];
  await changeSettings(data.db, { title: "Quarto" });
  tags.push((await requestPage()).etag);
  build.mockReturnValue("another build");
  tags.push((await requestPage()).etag);
  expect(new Set(tags).size).toBe(4);
});

test("withEntityTag — settings cannot be read — no ETag, not public", async () => {
  useDatabase(Promise.reject(new Error("away")) as never);
  expect(await requestPage()).toMatchObject({ etag: undefined, caching: "private, no-store", status: 200 });
  useDatabase(data.db);
});

test.each<[string, PageRequest]>([
  ["a private page", { isPublic: false }],
  ["the response to a POST", { method: "POST" }],
])("withEntityTag — %s — no ETag", async (_what, request) => {
  expect((await requestPage(request)).etag).toBeUndefined();
  expect(await requestPage({ ...request, headers: { "if-none-match": "*" } })).toMatchObject({ hasEnded: false });
});

test("withEntityTag — in development — no ETag", async () => {
  build.mockReturnValue(undefined);
  expect(await requestPage({ headers: { "if-none-match": "*" } })).toMatchObject({ hasEnded: false, etag: undefined });
});

test("withEntityTag — notFound — passed on without an ETag", async () => {
  const { req, res } = createMocks({ headers: { host: "octavo.test", "if-none-match": "*" } });
  const nothing = withEntityTag(async (context) => {
    setPageCaching(context.res, true);
    return { notFound: true };
  });
  expect(await nothing({ req, res } as unknown as GetServerSidePropsContext)).toEqual({ notFound: true });
  expect([res.writableEnded, res.getHeader("etag")]).toEqual([false, undefined]);
});
