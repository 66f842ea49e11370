import fc from "fast-check";
import type { GetServerSideProps, GetServerSidePropsContext } from "next";
import { createMocks, type RequestMethod } from "node-mocks-http";
import { contentVersion } from "#lib/server/content-version";
import { createPost, restorePost, trashPost, updatePost } from "#lib/server/posts/write";
import { putRedirects } from "#lib/server/redirects/redirects";
import { REDIRECT_PATH_MAX } from "#lib/shared/redirect-path";
import { REDIRECTS_MAX, Redirect } from "#lib/shared/redirects";
import { makeAuthor, makeOwner, type TestAccount } from "#support/accounts";
import { call } from "#support/call";
import { rowsIn, withDatabase } from "#support/database";
import { newPost } from "#support/factories";
import { problemIn } from "#support/problem";
import { holds } from "#support/property";
import { withSettings } from "#support/settings";
import { ANYONE } from "#support/viewers";
import { getServerSideProps as unknownPath } from "../../pages/[...path]";
import { getServerSideProps as accountPage } from "../../pages/account/redirects";
import one from "../../pages/api/redirects/[path]";
import list from "../../pages/api/redirects/index";
import { getServerSideProps as postPage } from "../../pages/blog/[id]";
import { getServerSideProps as homePage } from "../../pages/index";

const data = withDatabase();
withSettings({ POSTING: "members" });

const ORIGIN = "http://octavo.test";
let owner: TestAccount;
beforeEach(async () => {
  owner = await makeOwner();
});

const send = (method: string, path: string, body?: object) =>
  call(one, { method, query: { path }, headers: owner.headers, body });
const put = async (path: string, body: object) => Redirect.parse((await send("PUT", path, body)).json());
const store = (fields: object = {}) => createPost(data.db, newPost(fields) as never);

/** Requests a path as Next does. @returns where it leads, or its result */
async function visit(path: string, page: unknown = unknownPath, method = "GET", params = {}) {
  const { req, res } = createMocks({ method: method as RequestMethod, url: path, headers: { host: "octavo.test" } });
  const context = { req, res, params, query: params, resolvedUrl: path } as unknown as GetServerSidePropsContext;
  const result = await (page as GetServerSideProps)(context);
  if ("redirect" in result) return { ...result.redirect, caching: res.getHeader("cache-control") };
  return "notFound" in result ? 404 : res.statusCode;
}
const leadsTo = async (path: string) => {
  const result = await visit(path);
  return typeof result === "object" ? result.destination : result;
};

describe("PUT /api/redirects/{path}", () => {
  test("a post — 201, and its path is redirected with 301, also after its slug changed", async () => {
    await store({ title: "Hello" });
    const { status, headers, json } = await send("PUT", "/2019/05/hello.html", { post: "1" });
    expect([status, headers.location]).toEqual([201, `${ORIGIN}/api/redirects/%2F2019%2F05%2Fhello.html`]);
    const shown = { path: "/2019/05/hello.html", post: "1", url: null, location: `${ORIGIN}/blog/1/hello` };
    expect(json()).toEqual({ ...shown, createdAt: expect.any(String) });
    const caching = expect.stringMatching(/^public/);
    expect(await visit("/2019/05/hello.html")).toEqual({
      destination: `${ORIGIN}/blog/1/hello`,
      statusCode: 301,
      caching,
    });
    await updatePost(data.db, "1", { title: "Other", slug: "日" }, ANYONE);
    expect(await leadsTo("/2019/05/hello.html")).toBe(`${ORIGIN}/blog/1/%E6%97%A5`);
  });

  test.each([
    ["/about", `${ORIGIN}/about`],
    ["/blog?tag=a#top", `${ORIGIN}/blog?tag=a#top`],
    [`${ORIGIN}/about`, `${ORIGIN}/about`],
    ["https://Example.org/日", "https://example.org/%E6%97%A5"],
    ["/blog/1", `${ORIGIN}/blog/1/hello`],
    [`${ORIGIN}/blog/1/any-slug`, `${ORIGIN}/blog/1/hello`],
  ])("URL %s — redirected to %s", async (url, location) => {
    await store();
    expect(await put("/old", { url })).toMatchObject({ location });
    expect(await leadsTo("/old")).toBe(location);
  });

  test("the body of GET — 200, nothing changes", async () => {
    await store();
    for (const body of [{ post: "1" }, { url: "/about" }]) {
      const created = await put("/old", body);
      expect(Redirect.parse((await send("GET", "/old")).json())).toEqual(created);
      const again = await send("PUT", "/old", created);
      expect([again.status, again.json()]).toEqual([200, created]);
    }
    expect((await rowsIn(data.db, "redirects")).length).toBe(1);
  });

  test.each([
    ["/?p=123", "/?p=123", "/?p=123&utm_source=x"],
    ["/index.php?b=2&a=1", "/index.php?a=1&b=2", "/index.php?a=1&b=2"],
    ["/2019/05/日本語/", "/2019/05/%E6%97%A5%E6%9C%AC%E8%AA%9E", "/2019/05/%e6%97%a5%e6%9c%ac%e8%aa%9e"],
    ["/old", "/old", "/old?utm_campaign=a&ref=b"],
    ["/blog/hello", "/blog/hello", "/blog/hello"],
  ])("path %s — stored as %s, redirected from %s", async (path, stored, visited) => {
    expect(await put(path, { url: "/about" })).toMatchObject({ path: stored });
    const page = visited.startsWith("/?") ? homePage : visited.startsWith("/blog/") ? postPage : unknownPath;
    expect(await visit(visited, page, "GET", page === postPage ? { id: "hello" } : {})).toMatchObject({
      destination: `${ORIGIN}/about`,
    });
  });

  test.each([
    ["no path", "old", { url: "/about" }, "path"],
    ["dots", "/a/../b", { url: "/about" }, "path"],
    ["a control character in the path", "/a\u0007", { url: "/about" }, "path"],
    ["path too long", `/${"x".repeat(1_000)}`, { url: "/about" }, "path"],
    ["a page", "/blog", { url: "/about" }, "path"],
    ["the home page", "/", { url: "/about" }, "path"],
    ["an endpoint", "/api/posts", { url: "/about" }, "path"],
    ["path of a post", "/blog/7/hello", { url: "/about" }, "path"],
    ["itself", "/old", { url: "/old/" }, "url"],
    ["its own path with a query", "/old", { url: "/old?a=b" }, "url"],
    ["no URL", "/old", { url: "about" }, "url"],
    ["another host's URL as path", "/old", { url: "//evil.example/" }, "url"],
    ["another host with a backslash", "/old", { url: "/\\evil.example/" }, "url"],
    ["a script", "/old", { url: "javascript:alert(1)" }, "url"],
    ["a control character", "/old", { url: "/a\u0000b" }, "url"],
    ["a noncharacter", "/old", { url: "https://example.org/\ufffe" }, "url"],
    ["URL too long", "/old", { url: `https://example.org/${"x".repeat(2_000)}` }, "url"],
    ["an unknown post", "/old", { post: "99" }, "post"],
    ["path of an unknown post", "/old", { url: "/blog/99/x" }, "url"],
    ["invalid id", "/old", { post: "x" }, "post"],
    ["both", "/old", { post: "1", url: "/about" }, "url"],
    ["neither", "/old", {}, "url"],
    ["an unknown field", "/old", { url: "/about", status: 302 }, "status"],
  ])("%s — 400 names the field, nothing stored", async (_name, path, body, field) => {
    await store();
    const problem = problemIn(await send("PUT", path, body));
    expect([problem.status, Object.keys(problem.fields ?? {})]).toEqual([400, [field]]);
    expect(await rowsIn(data.db, "redirects")).toEqual([]);
  });

  test("a target that is redirected itself, also afterwards — both lead to the end of the chain", async () => {
    await put("/b", { url: "/c" });
    expect(await put("/a", { url: "/b" })).toMatchObject({ url: "/c" });
    await put("/c", { url: "https://example.org/" });
    for (const path of ["/a", "/b", "/c"]) expect(await leadsTo(path)).toBe("https://example.org/");
  });

  test("a loop — 400 says so", async () => {
    await put("/a", { url: "/b" });
    const problem = problemIn(await send("PUT", "/b", { url: "/a" }));
    expect(problem.fields).toEqual({ url: ["A redirect must not lead to itself; /a leads back to /b"] });
    expect(await leadsTo("/b")).toBe(404);
  });

  test("any redirects in any order — each path leads in one step to a path that is not redirected", async () => {
    const paths = ["/a", "/b", "/c", "/a?x=", "/b?x=", "/?x="];
    const step = fc.tuple(fc.constantFrom(...paths), fc.constantFrom(...paths, "/a#f", "/d", "https://example.org/"));
    await holds(
      fc.array(step, { maxLength: 8 }),
      async (steps) => {
        await data.db.deleteFrom("redirects").execute();
        for (const [path, url] of steps) await send("PUT", path, { url });
        for (const path of paths) {
          const end = await visit(path, path === "/?x=" ? homePage : unknownPath);
          if (typeof end !== "object" || !end.destination.startsWith(ORIGIN)) continue;
          const next = end.destination.slice(ORIGIN.length);
          const then = await visit(next, next.startsWith("/?") ? homePage : unknownPath);
          expect([path, next, typeof then]).toEqual([path, next, "number"]);
        }
      },
      30,
    );
  });

  test("one more than REDIRECTS_MAX — 409, an existing one can be replaced", async () => {
    const rows = Array.from({ length: REDIRECTS_MAX }, (_, at) => ({
      path: `/${at}`,
      url: "/about",
      post_id: null,
      created_at: 0,
    }));
    while (rows.length > 0) await data.db.insertInto("redirects").values(rows.splice(0, 5_000)).execute();
    expect(problemIn(await send("PUT", "/old", { url: "/about" }))).toMatchObject({
      status: 409,
      type: "/docs/errors#too-many-redirects",
    });
    expect((await send("PUT", "/7", { url: "/contact" })).status).toBe(200);
  });
});

test("putRedirects — one of many invalid — none stored; without it — all stored", async () => {
  await store();
  const many = Array.from({ length: 300 }, (_, at) => ({ path: `/${at}.html`, post: "1" }));
  await expect(putRedirects(data.db, [...many, { path: "/blog", url: "/about" }], ORIGIN)).rejects.toMatchObject({
    status: 400,
  });
  expect(await rowsIn(data.db, "redirects")).toEqual([]);
  const before = (await rowsIn(data.db, "content_version"))[0]?.number;
  expect((await putRedirects(data.db, many, ORIGIN)).every(({ isNew }) => isNew)).toBe(true);
  expect((await rowsIn(data.db, "content_version"))[0]?.number).toBe(Number(before) + 1);
  expect(await leadsTo("/299.html")).toBe(`${ORIGIN}/blog/1/hello`);
});

describe("GET /api/redirects", () => {
  test("pages — by path, each once, with a Link to the next", async () => {
    for (const path of ["/c", "/a", "/é", "/B"]) await put(path, { url: "/about" });
    const paths: string[] = [];
    let after: string | undefined;
    do {
      const { headers, json, status } = await call(list, {
        headers: owner.headers,
        query: { limit: "3", ...(after && { after }) },
      });
      expect([status, headers["cache-control"]]).toEqual([200, expect.stringMatching(/^private/)]);
      paths.push(
        ...Redirect.array()
          .parse(json())
          .map(({ path }) => path),
      );
      after = /[?&]after=([^&>]+)/.exec(String(headers.link ?? ""))?.[1];
    } while (after !== undefined);
    expect(paths).toEqual(["/%C3%A9", "/B", "/a", "/c"]);
  });

  test("paths of the maximum length — the cursor leads to the next page", async () => {
    const longest = (end: string) => `/${"x".repeat(REDIRECT_PATH_MAX - 2)}${end}`;
    for (const end of ["a", "b"]) await put(longest(end), { url: "/about" });
    const first = await call(list, { headers: owner.headers, query: { limit: "1" } });
    const after = /[?&]after=([^&>]+)/.exec(String(first.headers.link ?? ""))?.[1] ?? "";
    const second = await call(list, { headers: owner.headers, query: { limit: "1", after } });
    expect(second.json()).toMatchObject([{ path: longest("b") }]);
  });

  test("a cursor of another list — 400", async () => {
    expect((await call(list, { headers: owner.headers, query: { after: "a.b" } })).status).toBe(400);
  });
});

test("PUT /api/redirects/{path} — a URL of this site with an empty segment — stored as a path that PUT accepts", async () => {
  const { url } = await put("/old", { url: `${ORIGIN}//example.org` });
  expect(url).toBe("/example.org");
  expect((await send("PUT", "/old", { url })).status).toBe(200);
});

test("DELETE /api/redirects/{path} — 204, then GET and DELETE are 404", async () => {
  await put("/old", { url: "/about" });
  expect((await send("DELETE", "/old")).status).toBe(204);
  expect(await leadsTo("/old")).toBe(404);
  for (const method of ["DELETE", "GET"]) {
    expect(problemIn(await send(method, "/old"))).toMatchObject({ status: 404, error: "Redirect not found" });
  }
});

test("/api/redirects — an author — 403 for every method", async () => {
  const { headers } = await makeAuthor();
  const responses = [call(list, { headers })];
  for (const method of ["GET", "PUT", "DELETE"])
    responses.push(call(one, { method, query: { path: "/old" }, headers, body: { url: "/about" } }));
  expect((await Promise.all(responses)).map(({ status }) => status)).toEqual([403, 403, 403, 403]);
});

test.each(["POST", "PATCH"])("%s /api/redirects/{path} — 405 with Allow", async (method) => {
  const { headers, status } = await send(method, "/old", {});
  expect([status, headers.allow]).toEqual([405, "GET, HEAD, PUT, DELETE, OPTIONS"]);
});

describe("unknown path", () => {
  test.each(["POST", "PUT", "DELETE"])("%s — 404, even where GET is redirected", async (method) => {
    await put("/old", { url: "/about" });
    expect(await visit("/old", unknownPath, method)).toBe(404);
  });

  test("home page without a query, or with one that is not redirected — the home page", async () => {
    await put("/?p=1", { url: "/about" });
    expect([await visit("/", homePage), await visit("/?p=2", homePage)]).toEqual([200, 200]);
  });

  test("home page without a query — the table is not queried", async () => {
    const select = jest.spyOn(data.db, "executeQuery");
    await visit("/", homePage);
    expect(select.mock.calls.filter(([query]) => "sql" in query && query.sql.includes("redirects"))).toEqual([]);
  });

  test("redirect stored, replaced and deleted — the content version changes, so that no cached 404 stays", async () => {
    const seen = new Set<string>();
    const note = async () => seen.add(await contentVersion(data.db, Date.now()));
    await note();
    await put("/old", { url: "/about" });
    await note();
    await put("/old", { url: "/contact" });
    await note();
    await send("DELETE", "/old");
    await note();
    expect(seen.size).toBe(4);
  });
});

describe("redirect to a post that is not public", () => {
  test.each([
    ["a draft", { status: "draft" }],
    ["a scheduled post", { publishedAt: "2999-01-01T00:00:00.000Z" }],
    ["a post in the trash", {}],
  ])("%s — 404 for everyone, ETags of public resources unchanged", async (kind, fields) => {
    await store(fields);
    if (kind.endsWith("trash")) await trashPost(data.db, "1", ANYONE);
    const before = await contentVersion(data.db, Date.now());
    await put("/old", { post: "1" });
    await put("/old", { url: "/blog/1/x" });
    expect(await leadsTo("/old")).toBe(404);
    await send("DELETE", "/old");
    expect(await contentVersion(data.db, Date.now())).toBe(before);
  });

  test("post published, deleted, restored, purged — its redirect follows", async () => {
    await store({ status: "draft" });
    await put("/old", { post: "1" });
    await updatePost(data.db, "1", { status: "published" }, ANYONE);
    expect(await leadsTo("/old")).toBe(`${ORIGIN}/blog/1/hello`);
    await trashPost(data.db, "1", ANYONE);
    expect(await leadsTo("/old")).toBe(404);
    await restorePost(data.db, "1", ANYONE);
    expect(await leadsTo("/old")).toBe(`${ORIGIN}/blog/1/hello`);
    await data.db.deleteFrom("posts").execute();
    expect([await leadsTo("/old"), await rowsIn(data.db, "redirects")]).toEqual([404, []]);
  });
});

describe("form action of /account/redirects", () => {
  async function post(form: string, fields: object, headers = owner.headers) {
    const { req, res } = createMocks({
      method: "POST",
      headers: { host: "octavo.test", ...headers },
      body: { form, ...fields },
    });
    const context = { req, res, params: {}, query: {}, resolvedUrl: "/account/redirects" };
    return (await accountPage(context as never)) as {
      redirect?: unknown;
      props?: { refused: { fields: object } | null };
    };
  }

  test("add and delete — each 303 to the page", async () => {
    const back = { destination: "/account/redirects", statusCode: 303 };
    expect((await post("add-redirect", { path: "/old", url: "/about" })).redirect).toEqual(back);
    expect(await leadsTo("/old")).toBe(`${ORIGIN}/about`);
    expect((await post("delete-redirect", { id: "/old" })).redirect).toEqual(back);
    expect(await leadsTo("/old")).toBe(404);
  });

  test("invalid path and target — both named, form values retained", async () => {
    const { props } = await post("add-redirect", { path: "old", url: "nowhere" });
    expect(Object.keys(props?.refused?.fields ?? {})).toEqual(["path", "url"]);
  });

  test("author — notFound; anonymous — redirect to /login", async () => {
    expect(await post("add-redirect", { path: "/old", url: "/about" }, (await makeAuthor()).headers)).toEqual({
      notFound: true,
    });
    expect(await post("add-redirect", { path: "/old", url: "/about" }, {})).toMatchObject({
      redirect: { destination: expect.stringMatching(/^\/login/) },
    });
    expect(await leadsTo("/old")).toBe(404);
  });
});
