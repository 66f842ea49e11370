import { engine } from "#support/engine";
import { withServer } from "#support/server";
import { documented, type OpenApi } from "./documented.ts";

/** SQL in every place that takes text: it stays text. Nothing changes, nothing breaks, nothing more is shown. */

const API_KEY = "the-owners-own-key";
const OWNER = { Authorization: `Bearer ${API_KEY}` };

const server = withServer({ API_KEY });
const send = documented(server);

const ATTEMPTS = [
  "'",
  '"',
  "' OR '1'='1",
  "1 OR 1=1",
  "1; DROP TABLE posts; --",
  "'); DROP TABLE posts; --",
  "' UNION SELECT value, 1, 2 FROM secret --",
  "publishedAt; DELETE FROM posts",
  "title) desc, (select value from secret",
  "1/**/or/**/1=1",
  "\\'; select 1; --",
  'x" OR rowid > 0 OR "',
  "title : secret * NOT NEAR(a b) ^ - ( ) { }",
  "%27 OR 1=1",
  "1 AND randomblob(1000000000)",
];

const TABLES =
  engine === "sqlite"
    ? "select name, sql from sqlite_master order by name"
    : "select table_name, column_name, data_type from information_schema.columns where table_schema = 'public' order by 1, 2";

/** The content of the database, without the posts that the attempts create. */
async function dump(): Promise<string> {
  const tables = await server.query(TABLES);
  const posts = await server.query("select * from posts where id <= 2 order by id");
  const secret = await server.query("select * from secret");
  return JSON.stringify([tables, posts, secret]);
}

const FOR_OWNER = ["/api/messages", "/api/redirects", "/api/invitations", "/api/imports", "/api/export"];

let before: string;
beforeAll(async () => {
  await send("/api/posts", { method: "POST", body: { title: "One", content: "Text", tags: ["a"] } });
  await send("/api/posts", { method: "POST", body: { title: "Two", content: "Hidden", status: "draft" } });
  before = await dump();
});
afterEach(async () => {
  expect(await dump()).toBe(before);
  expect(server.log).not.toContain('"level":"error"');
});

test("SQL in query parameters of every list — 200 or 400; 404 for the feed of an author that does not exist", async () => {
  const { paths } = (await send("/api/openapi.json")).json() as OpenApi & {
    paths: Record<string, { get?: { parameters?: { in: string; name: string }[] } }>;
  };
  const parameters = Object.entries(paths).flatMap(([path, { get }]) => {
    const named = (get?.parameters ?? []).filter((parameter) => parameter.in === "query");
    return named.map(({ name }) => [path.replaceAll(/\{\w+\}/g, "1"), name] as const);
  });
  expect(parameters.map(([, name]) => name)).toEqual(expect.arrayContaining(["q", "tag", "author", "sort", "after"]));
  for (const [path, name] of [...parameters, ["/api/posts", "unknown"] as const]) {
    // An account's own, and this server has none: see api/autosaves.test.ts. An import needs an upload: see api/imports.test.ts.
    if (path === "/api/autosaves" || path.startsWith("/api/imports/")) continue;
    for (const attempt of ATTEMPTS) {
      // The owner's endpoints refuse anonymous viewers before they read the query.
      const headers: Record<string, string> = FOR_OWNER.includes(path) ? OWNER : {};
      const { status, text } = await send(`${path}?${name}=${encodeURIComponent(attempt)}`, { headers });
      const refusal = path.startsWith("/api/feeds/") && name === "author" ? 404 : 400;
      expect([path, name, attempt, status]).toEqual([path, name, attempt, status === 200 ? 200 : refusal]);
      if (status === 200 && path === "/api/posts") expect(text).not.toContain("Hidden");
    }
  }
});

test.each(["sort", "fields", "status"])("SQL in ?%s= — 400", async (name) => {
  for (const attempt of ATTEMPTS) {
    expect((await send(`/api/posts?${name}=${encodeURIComponent(attempt)}`)).status).toBe(400);
    expect((await send(`/api/posts?${name}=title${encodeURIComponent(attempt)}`)).status).toBe(400);
  }
});

test("SQL in path parameters — 404", async () => {
  for (const attempt of ATTEMPTS.map((text) => `1${text}`).map(encodeURIComponent)) {
    const paths = ["", "/revisions", "/revisions/1"].map((rest) => `/api/posts/${attempt}${rest}`);
    for (const path of [...paths, `/api/posts/1/revisions/${attempt}`]) {
      expect([path, (await send(path)).status]).toEqual([path, 404]);
    }
    for (const method of ["PUT", "PATCH", "DELETE"]) {
      const body = method === "DELETE" ? undefined : { title: "A", content: "B" };
      expect((await send(`/api/posts/${attempt}`, { method, body })).status).toBe(404);
    }
    expect((await send(`/api/posts/${attempt}/restore`, { method: "POST" })).status).toBe(404);
  }
});

test("SQL in body fields — stored unchanged, or 400", async () => {
  const fields = ["title", "content", "excerpt", "tags", "status", "publishedAt", "id", "version"];
  for (const field of fields) {
    for (const attempt of ATTEMPTS) {
      const body = { title: "A", content: "B", [field]: field === "tags" ? [attempt] : attempt };
      const reply = await send("/api/posts", { method: "POST", body });
      const isText = ["title", "content", "excerpt"].includes(field);
      if (isText || reply.status === 201) expect(reply.status).toBe(201);
      else expect(reply.status).toBe(400);
      if (isText) expect(reply.json()).toMatchObject({ [field]: attempt });
    }
  }
});

test.each(["If-None-Match", "If-Match", "Idempotency-Key", "X-Request-Id", "X-Forwarded-For"])(
  "SQL in header %s — no effect",
  async (name) => {
    for (const attempt of ATTEMPTS) {
      const headers = { [name]: attempt };
      expect((await send("/api/posts", { headers })).status).toBe(200);
      expect((await send("/api/posts/1", { method: "PATCH", headers, body: { titel: "A" } })).status).toBe(400);
      const created = await send("/api/posts", { method: "POST", headers, body: { title: "A", content: "B" } });
      expect([201, 400]).toContain(created.status);
    }
  },
);
