import { withSharedServer } from "#support/server";
import { documented } from "./documented.ts";

/**
 * What the RFCs require of the API, case by case, on a started server; each response is validated against the OpenAPI document too.
 *
 * `<id>` is a public post at its second version; `<now>` its tag, `<old>` the tag of its first version. `<list>`,
 * `<tags>`, `<legacy>` and `<document>` are the tags of those replies. What a row does not name is not sent; a header
 * without a value has to be there, one with `-` must not.
 */

const server = withSharedServer();
const send = documented(server);

const PUBLIC = "public, max-age=0, must-revalidate, no-transform";

/** The bodies of PUT and PATCH in the table. */
const BODIES: Record<string, object> = {
  PUT: { title: "Put", content: "Anew" },
  PATCH: { title: "Patched" },
  POST: { title: "Posted", content: "Text" },
};

let known: Record<string, string>;

const tagOf = async (path: string) => (await send(path)).headers.get("etag") ?? "";
const filled = (text: string) => text.replace(/<(\w+)>/g, (whole, name: string) => known[name] ?? whole);

beforeEach(async () => {
  const created = await send("/api/posts", {
    method: "POST",
    body: { title: "First", content: "Text", tags: ["case"] },
  });
  const { id } = created.json() as { id: string };
  const changed = await send(`/api/posts/${id}`, { method: "PATCH", body: { title: "Second" } });
  known = {
    id,
    old: created.headers.get("etag") ?? "",
    now: changed.headers.get("etag") ?? "",
    list: await tagOf("/api/posts"),
    tags: await tagOf("/api/tags"),
    legacy: await tagOf("/api/legacy-posts"),
    document: await tagOf("/api/openapi.json"),
  };
});

type Row = { method: string; path: string; sent: string; status: number; answered: string };

/** The rows of a table: request | headers sent | status | headers answered. */
function rows(table: string): Row[] {
  const lines = table.split("\n").filter((line) => line.includes("|"));
  return lines.map((line) => {
    const [request = "", sent = "", status, answered = ""] = line.split("|").map((cell) => cell.trim());
    const [method = "", path = ""] = request.split(/\s+/);
    return { method, path, sent, status: Number(status), answered };
  });
}

/** `Name: value; Other: value`, as pairs. Values hold no semicolon here. */
function headersIn(cell: string): [string, string | undefined][] {
  const each = cell.split(";").filter((header) => header.trim() !== "");
  return each.map((header) => {
    const [name = "", value] = header.split(/:(.*)/s);
    return [name.trim(), value === undefined ? undefined : filled(value.trim())];
  });
}

async function run({ method, path, sent, status, answered }: Row) {
  const headers = Object.fromEntries(headersIn(sent).map(([name, value]) => [name, value ?? ""]));
  const reply = await send(filled(path), { method, headers, body: BODIES[method] });
  expect(reply.status).toBe(status);
  for (const [name, value] of headersIn(answered)) {
    if (value === "-") expect([name, reply.headers.get(name)]).toEqual([name, null]);
    else if (value === undefined) expect([name, reply.headers.has(name)]).toEqual([name, true]);
    else expect([name, reply.headers.get(name)]).toEqual([name, value]);
  }
  if (method === "HEAD" || status === 204 || status === 304) expect(reply.text).toBe("");
  return reply;
}

describe("RFC 9110, 13: conditional GET and HEAD", () => {
  const TABLE = `
    GET  /api/posts/<id>       |                                            | 200 | ETag: <now>; Cache-Control: ${PUBLIC}
    HEAD /api/posts/<id>       |                                            | 200 | ETag: <now>; Cache-Control: ${PUBLIC}
    GET  /api/posts/<id>       | If-None-Match: <now>                       | 304 | ETag: <now>; Cache-Control: ${PUBLIC}; Content-Type: -
    HEAD /api/posts/<id>       | If-None-Match: <now>                       | 304 | ETag: <now>; Cache-Control: ${PUBLIC}
    GET  /api/posts/<id>       | If-None-Match: W/<now>                     | 304 | ETag: <now>
    GET  /api/posts/<id>       | If-None-Match: "x", <now>                  | 304 | ETag: <now>
    GET  /api/posts/<id>       | If-None-Match: "x",<now> , W/"y"           | 304 | ETag: <now>
    GET  /api/posts/<id>       | If-None-Match: "a,b", W/"c", W/<now>       | 304 | ETag: <now>
    GET  /api/posts/<id>       | If-None-Match: *                           | 304 | ETag: <now>
    HEAD /api/posts/<id>       | If-None-Match: *                           | 304 | ETag: <now>
    GET  /api/posts/<id>       | If-None-Match: <old>                       | 200 | ETag: <now>
    GET  /api/posts/<id>       | If-None-Match: "x", W/"y"                  | 200 | ETag: <now>
    GET  /api/posts/<id>       | If-None-Match: no-tag                      | 200 | ETag: <now>
    GET  /api/posts/<id>       | If-None-Match:                             | 200 | ETag: <now>
    GET  /api/posts/<id>       | If-Match: <now>                            | 200 | ETag: <now>
    GET  /api/posts/999999     | If-None-Match: *                           | 404 | ETag: -
    GET  /api/posts/none       | If-None-Match: *                           | 404 | ETag: -
    GET  /api/posts            |                                            | 200 | ETag: <list>; Cache-Control: ${PUBLIC}; X-Total-Count
    HEAD /api/posts            |                                            | 200 | ETag: <list>; Cache-Control: ${PUBLIC}; X-Total-Count
    GET  /api/posts            | If-None-Match: <list>                      | 304 | ETag: <list>; Cache-Control: ${PUBLIC}
    HEAD /api/posts            | If-None-Match: <list>                      | 304 | ETag: <list>
    GET  /api/posts            | If-None-Match: W/<list>                    | 304 | ETag: <list>
    GET  /api/posts            | If-None-Match: "x", <list>                 | 304 | ETag: <list>
    GET  /api/posts            | If-None-Match: *                           | 304 | ETag: <list>
    GET  /api/posts?limit=1    | If-None-Match: <list>                      | 200 | ETag; Link
    GET  /api/posts?colour=red | If-None-Match: *                           | 400 | ETag: -
    GET  /api/posts?after=x.y  | If-None-Match: *                           | 400 | ETag: -
    GET  /api/tags             | If-None-Match: <tags>                      | 304 | ETag: <tags>; Cache-Control: ${PUBLIC}
    HEAD /api/tags             | If-None-Match: W/<tags>                    | 304 | ETag: <tags>
    GET  /api/tags             | If-None-Match: <list>                      | 200 | ETag: <tags>
    GET  /api/legacy-posts     | If-None-Match: <legacy>                    | 304 | ETag: <legacy>; Deprecation: @1795305600
    HEAD /api/legacy-posts     | If-None-Match: <legacy>                    | 304 | ETag: <legacy>
    GET  /api/legacy-posts     | If-None-Match: <list>                      | 200 | ETag: <legacy>
    GET  /api/legacy-posts?after=x.y | If-None-Match: *                     | 400 | ETag: -
    GET  /api/openapi.json     | If-None-Match: <document>                  | 304 | ETag: <document>
    GET  /api/openapi.json     | If-None-Match: <tags>                      | 200 | ETag: <document>
  `;
  test.each(rows(TABLE))("$method $path  $sent  $status", async (row) => {
    await run(row);
  });
});

describe("RFC 9110, 13: conditional writes", () => {
  const TABLE = `
    PUT    /api/posts/<id>     |                                            | 200 | ETag
    PUT    /api/posts/<id>     | If-Match: <now>                            | 200 | ETag
    PUT    /api/posts/<id>     | If-Match: *                                | 200 | ETag
    PUT    /api/posts/<id>     | If-Match: "x", <now>                       | 200 | ETag
    PUT    /api/posts/<id>     | If-Match: <old>                            | 412 | ETag: <now>
    PUT    /api/posts/<id>     | If-Match: W/<now>                          | 412 | ETag: <now>
    PUT    /api/posts/<id>     | If-Match: "x", W/<now>, <old>              | 412 | ETag: <now>
    PUT    /api/posts/<id>     | If-Match: no-tag                           | 412 | ETag: <now>
    PUT    /api/posts/<id>     | If-Match:                                  | 412 | ETag: <now>
    PUT    /api/posts/<id>     | If-None-Match: *                           | 412 | ETag: <now>
    PUT    /api/posts/<id>     | If-None-Match: <now>                       | 412 | ETag: <now>
    PUT    /api/posts/<id>     | If-None-Match: W/<now>                     | 412 | ETag: <now>
    PUT    /api/posts/<id>     | If-None-Match: <old>                       | 200 | ETag
    PUT    /api/posts/<id>     | If-Match: <now>; If-None-Match: <now>      | 412 | ETag: <now>
    PUT    /api/posts/999999   | If-Match: *                                | 404 |
    PUT    /api/posts/999999   | If-None-Match: *                           | 404 |
    PATCH  /api/posts/<id>     | If-Match: <now>                            | 200 | ETag
    PATCH  /api/posts/<id>     | If-Match: *                                | 200 | ETag
    PATCH  /api/posts/<id>     | If-Match: "x" , <now>                      | 200 | ETag
    PATCH  /api/posts/<id>     | If-Match: <old>                            | 412 | ETag: <now>
    PATCH  /api/posts/<id>     | If-Match: W/<now>                          | 412 | ETag: <now>
    PATCH  /api/posts/<id>     | If-None-Match: *                           | 412 | ETag: <now>
    PATCH  /api/posts/<id>     | If-None-Match: <old>                       | 200 | ETag
    PATCH  /api/posts/999999   | If-Match: *                                | 404 |
    DELETE /api/posts/<id>     | If-Match: <now>                            | 204 | Content-Type: -
    DELETE /api/posts/<id>     | If-Match: *                                | 204 |
    DELETE /api/posts/<id>     | If-Match: "x", <now>                       | 204 |
    DELETE /api/posts/<id>     | If-Match: <old>                            | 412 | ETag: <now>
    DELETE /api/posts/<id>     | If-Match: W/<now>                          | 412 | ETag: <now>
    DELETE /api/posts/<id>     | If-None-Match: <now>                       | 412 | ETag: <now>
    DELETE /api/posts/999999   | If-Match: *                                | 404 |
  `;
  test.each(rows(TABLE))("$method $path  $sent  $status", async (row) => {
    const before = await send(filled("/api/posts/<id>"));
    const reply = await run(row);
    const after = await send(filled("/api/posts/<id>"));
    if (reply.status >= 400) expect(after.text).toBe(before.text);
    else if (row.method === "DELETE") expect(after.status).toBe(404);
    else expect([after.text, after.headers.get("etag")]).toEqual([reply.text, reply.headers.get("etag")]);
    if (reply.status === 412) {
      expect(reply.headers.get("content-type")).toBe("application/problem+json; charset=utf-8");
      expect(reply.json()).toMatchObject({ current: before.json() });
    }
  });

  test("PATCH — invalid body and outdated If-Match — 400", async () => {
    const headers = { "If-Match": known.old ?? "" };
    const reply = await send(filled("/api/posts/<id>"), { method: "PATCH", headers, body: { title: "" } });
    expect(reply.status).toBe(400);
  });
});

describe("RFC 9110, 8.8.3: strong ETags", () => {
  const LISTS = ["/api/posts", "/api/posts?q=text&fields=id,title", "/api/tags", "/api/legacy-posts"];

  test.each([...LISTS, "/api/posts/<id>", "/api/openapi.json"])("%s — same ETag, same bytes", async (path) => {
    const [one, other] = [await send(filled(path)), await send(filled(path))];
    expect(one.headers.get("etag")).toMatch(/^"[\x21\x23-\x7e]+"$/);
    expect([other.headers.get("etag"), other.text]).toEqual([one.headers.get("etag"), one.text]);
  });

  test.each(LISTS)("%s — a post created, changed, deleted and restored — a new ETag each time", async (path) => {
    const seen = [await tagOf(path)];
    const steps: [string, string, object?][] = [
      ["POST", "/api/posts", { title: "More", content: "Text", tags: ["more"] }],
      ["PATCH", "/api/posts/<id>", { title: "Text again" }],
      ["DELETE", "/api/posts/<id>"],
      ["POST", "/api/posts/<id>/restore"],
    ];
    for (const [method, step, body] of steps) {
      await send(filled(step), { method, body });
      seen.push(await tagOf(path));
    }
    expect(new Set(seen).size).toBe(5);
  });

  test.each(LISTS)("%s — a draft created, changed and deleted — the same ETag", async (path) => {
    const before = await tagOf(path);
    const body = { title: "Private", content: "Text", tags: ["private"], status: "draft" };
    const { id } = (await send("/api/posts", { method: "POST", body })).json() as { id: string };
    await send(`/api/posts/${id}`, { method: "PATCH", body: { title: "Still private" } });
    await send(`/api/posts/${id}`, { method: "DELETE" });
    expect(await tagOf(path)).toBe(before);
  });

  test("GET /api/posts — other parameters — other ETags", async () => {
    const paths = [
      "/api/posts",
      "/api/posts?limit=1",
      "/api/posts?q=text",
      "/api/posts?tag=case",
      "/api/posts?sort=title",
    ];
    expect(new Set(await Promise.all(paths.map(tagOf))).size).toBe(paths.length);
  });
});

describe("RFC 9110, 9.3.2: HEAD — headers of GET, no body", () => {
  const PATHS = [
    "/api/posts",
    "/api/posts?q=text&limit=1",
    "/api/posts?status=draft",
    "/api/posts/<id>",
    "/api/posts/<id>/revisions?limit=1",
    "/api/posts/<id>/revisions/1",
    "/api/tags",
    "/api/legacy-posts?limit=1",
    "/api/openapi.json",
    "/api/health",
    "/api/ready",
    "/api/posts/999999",
    "/api/posts?colour=red",
    "/api/nothing",
  ];
  test.each(PATHS)("%s", async (path) => {
    const headers = { "X-Request-Id": "the-same-for-both", "Accept-Encoding": "identity" };
    const get = await send(filled(path), { headers });
    const head = await send(filled(path), { method: "HEAD", headers });
    expect([head.status, head.text]).toEqual([get.status, ""]);
    const ofOneSending = ["age", "cache-status", "connection", "date", "keep-alive"];
    const own = (reply: typeof get) => [...reply.headers].filter(([name]) => !ofOneSending.includes(name));
    expect(own(head)).toEqual(own(get));
  });
});

describe("RFC 7396: merge patch", () => {
  const STORED = { title: "T", content: "C", tags: ["a", "b"], excerpt: "Mine" };
  test.each<[string, object, object]>([
    ["one field", { title: "New" }, { ...STORED, title: "New" }],
    ["a list — replaced", { tags: ["c"] }, { ...STORED, tags: ["c"] }],
    ["null — emptied", { tags: null }, { ...STORED, tags: [] }],
    ["excerpt null — generated", { excerpt: null }, { ...STORED, excerpt: "C" }],
    ["several fields", { title: "N", excerpt: "E" }, { ...STORED, title: "N", excerpt: "E" }],
    ["no fields — unchanged", {}, STORED],
  ])("%s: %j", async (_name, patch, expected) => {
    const { id } = (await send("/api/posts", { method: "POST", body: STORED })).json() as { id: string };
    for (const type of ["application/merge-patch+json", "application/json"]) {
      const reply = await send(`/api/posts/${id}`, { method: "PATCH", body: patch, headers: { "Content-Type": type } });
      expect(reply.status).toBe(200);
      expect(reply.json()).toMatchObject(expected);
      expect((await send(`/api/posts/${id}`)).json()).toEqual(reply.json());
    }
  });

  test.each([
    ["null for a required field", { title: null }],
    ["null for a required field", { content: null }],
    ["unknown field", { colour: null }],
    ["a list", []],
    ["null", null],
    ["a text", "title"],
  ])("%s — 400: %j", async (_name, patch) => {
    const headers = { "Content-Type": "application/merge-patch+json" };
    const before = await send(filled("/api/posts/<id>"));
    const reply = await send(filled("/api/posts/<id>"), { method: "PATCH", headers, body: JSON.stringify(patch) });
    expect(reply.status).toBe(400);
    expect((await send(filled("/api/posts/<id>"))).text).toBe(before.text);
  });
});

describe("RFC 8288: Link leads through the whole list", () => {
  const TITLES = [1, 2, 3, 4, 5, 6, 7].map((number) => `Linked ${number}`);
  let revised: string;
  beforeAll(async () => {
    for (const title of TITLES) {
      const created = await send("/api/posts", { method: "POST", body: { title, content: "Chain", tags: ["chain"] } });
      revised = (created.json() as { id: string }).id;
    }
    for (const excerpt of ["a", "b", "c", "d"])
      await send(`/api/posts/${revised}`, { method: "PATCH", body: { excerpt } });
  });

  /** Every item, page by page, until a reply has no link to a next one. */
  async function walk(first: string): Promise<{ pages: number; items: Record<string, unknown>[] }> {
    const items: Record<string, unknown>[] = [];
    let pages = 0;
    for (let path: string | undefined = first; path !== undefined; pages++) {
      const { headers, json } = await send(path);
      items.push(...(json() as Record<string, unknown>[]));
      path = /<([^>]*)>; rel="next"/.exec(headers.get("link") ?? "")?.[1];
    }
    return { pages, items };
  }

  test.each([
    ["", TITLES.toReversed()],
    ["&sort=publishedAt", TITLES],
    ["&sort=title", TITLES],
    ["&sort=-title", TITLES.toReversed()],
    ["&q=chain", TITLES.toReversed()],
  ])("/api/posts?tag=chain&limit=3%s", async (params, titles) => {
    const { pages, items } = await walk(`/api/posts?tag=chain&limit=3${params}`);
    expect(items.map(({ title }) => title)).toEqual(titles);
    expect(pages).toBe(3);
  });

  test("Link — keeps every parameter", async () => {
    const { items } = await walk("/api/posts?tag=chain&q=linked&fields=title&limit=2");
    expect(items).toHaveLength(TITLES.length);
    for (const item of items) expect(Object.keys(item)).toEqual(["title", "highlight"]);
  });

  test("X-Total-Count — the same on each page", async () => {
    const first = await send("/api/posts?tag=chain&limit=3");
    const next = /<([^>]*)>/.exec(first.headers.get("link") ?? "")?.[1] ?? "";
    const second = await send(next);
    expect([first, second].map(({ headers }) => headers.get("x-total-count"))).toEqual(["7", "7"]);
  });

  test("/api/legacy-posts", async () => {
    const { items } = await walk("/api/legacy-posts?limit=40");
    const ids = items.map(({ id }) => Number(id));
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
    expect(String(ids.length)).toBe((await send("/api/posts")).headers.get("x-total-count"));
  });

  test("/api/posts/{id}/revisions", async () => {
    const { items } = await walk(`/api/posts/${revised}/revisions?limit=2`);
    expect(items.map(({ version }) => version)).toEqual([5, 4, 3, 2, 1]);
  });
});

test("RFC 9745: /api/legacy-posts — Deprecation and successor-version", async () => {
  const { headers } = await send("/api/legacy-posts?limit=1");
  expect(headers.get("deprecation")).toMatch(/^@\d+$/);
  expect(headers.get("link")).toContain(`<${server.url}/api/posts>; rel="successor-version"`);
  expect(headers.get("link")).toContain('rel="next"');
});
