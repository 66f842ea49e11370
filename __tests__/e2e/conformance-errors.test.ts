import BetterSqlite from "better-sqlite3";
import type { Reply } from "#support/send-request";
import { withSharedServer } from "#support/server";
import { documented } from "./documented.ts";

/** RFC 9457: every error has one form. */

const KEY = "a-key-for-the-conformance-suite";
const server = withSharedServer({ POSTING: "members", API_KEY: KEY });
const send = documented(server);

const OWNER = { Authorization: `Bearer ${KEY}` };
const POST = { title: "A", content: "B" };
const as = (type: string) => ({ ...OWNER, "Content-Type": type });

function expectProblem(reply: Reply, status: number, type: string) {
  expect(reply.status).toBe(status);
  expect(reply.headers.get("content-type")).toBe("application/problem+json; charset=utf-8");
  expect(reply.headers.get("cache-control")).toBe("no-store, no-transform");
  const problem = reply.json() as Record<string, unknown>;
  expect(problem).toMatchObject({ type: `/docs/errors#${type}`, status, error: problem.title });
  expect(problem.title).toMatch(/\S/);
}

beforeAll(async () => {
  await send("/api/posts", { method: "POST", headers: OWNER, body: POST });
});

type Case = [
  status: number,
  type: string,
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: unknown,
];

const CASES: Case[] = [
  [400, "validation", "GET", "/api/posts?colour=red", {}],
  [400, "validation", "GET", "/api/posts?limit=1&limit=2", {}],
  [400, "validation", "GET", "/api/posts?after=bm8.bm8", {}],
  [400, "validation", "GET", "/api/posts?sort=id", {}],
  [400, "validation", "GET", "/api/posts?fields=password", {}],
  [400, "validation", "GET", "/api/posts/1?colour=red", {}],
  [400, "validation", "GET", "/api/tags?limit=1", {}],
  [400, "validation", "GET", "/api/health?x=1", {}],
  [400, "validation", "GET", "/api/legacy-posts?limit=0", {}],
  [400, "validation", "GET", "/api/posts/1/revisions?limit=0", OWNER],
  [400, "validation", "POST", "/api/posts", OWNER, {}],
  [400, "validation", "POST", "/api/posts", { ...OWNER, "Idempotency-Key": "two words" }, POST],
  [400, "validation", "PUT", "/api/posts/1", OWNER, { title: "Only" }],
  [400, "validation", "PATCH", "/api/posts/1", OWNER, { title: 1 }],
  [400, "malformed-body", "POST", "/api/posts", OWNER, "{"],
  [400, "malformed-body", "PATCH", "/api/posts/1", OWNER, "[]"],
  [401, "unauthenticated", "POST", "/api/posts", {}, POST],
  [401, "unauthenticated", "PUT", "/api/posts/1", {}, POST],
  [401, "unauthenticated", "PATCH", "/api/posts/1", {}, POST],
  [401, "unauthenticated", "DELETE", "/api/posts/1", {}],
  [401, "unauthenticated", "POST", "/api/posts/1/restore", {}],
  [401, "unauthenticated", "DELETE", "/api/trash/1", {}],
  [401, "unauthenticated", "GET", "/api/posts/1/revisions", {}],
  [401, "unauthenticated", "GET", "/api/posts/1/revisions/1", {}],
  [401, "unauthenticated", "GET", "/api/posts?status=draft", {}],
  [401, "unauthenticated", "GET", "/api/posts", { Authorization: "Bearer wrong" }],
  [401, "unauthenticated", "GET", "/api/posts/1", { Authorization: "Bearer b3duZXI6a2V5" }],
  [403, "foreign-origin", "POST", "/api/posts", { ...OWNER, Origin: "https://elsewhere.example" }, POST],
  [404, "not-found", "GET", "/api/posts/999", {}],
  [404, "not-found", "DELETE", "/api/posts/999", OWNER],
  [404, "not-found", "POST", "/api/posts/999/restore", OWNER],
  [404, "not-found", "GET", "/api/trash/1", OWNER],
  [404, "not-found", "DELETE", "/api/trash/1", OWNER],
  [404, "not-found", "GET", "/api/trash", OWNER],
  [404, "not-found", "GET", "/api/posts/999/revisions", OWNER],
  [404, "not-found", "GET", "/api/posts/1/revisions/99", OWNER],
  [404, "not-found", "GET", "/api/posts/1/revisions/x", OWNER],
  [404, "not-found", "GET", "/api/nothing", {}],
  [404, "not-found", "POST", "/api/nothing", OWNER, POST],
  [405, "method-not-allowed", "DELETE", "/api/posts", OWNER],
  [412, "precondition-failed", "PATCH", "/api/posts/1", { ...OWNER, "If-Match": '"1-0"' }, POST],
  [412, "weak-etag", "PATCH", "/api/posts/1", { ...OWNER, "If-Match": 'W/"1-1"' }, POST],
  [412, "weak-etag", "DELETE", "/api/posts/1", { ...OWNER, "If-Match": 'W/"1-1", W/"2-1"' }],
  [413, "payload-too-large", "POST", "/api/posts", OWNER, { title: "A", content: "x".repeat(3 * 1024 * 1024) }],
  [415, "unsupported-media-type", "POST", "/api/posts", as("text/plain"), JSON.stringify(POST)],
  [415, "unsupported-media-type", "PATCH", "/api/posts/1", as("application/json-patch+json"), "[]"],
  [415, "unsupported-media-type", "POST", "/api/posts", { ...OWNER, "Content-Encoding": "br" }, POST],
];

test.each(CASES)("%i %s: %s %s", async (...[status, type, method, path, headers, body]: Case) => {
  expectProblem(await send(path, { method, headers, body }), status, type);
});

test("401 — WWW-Authenticate", async () => {
  const { headers } = await send("/api/posts", { method: "POST", body: POST });
  expect(headers.get("www-authenticate")).toBe('Bearer realm="Octavo"');
});

test("400 — names every invalid field", async () => {
  const body = { title: 1, content: "", tags: "x", colour: "red" };
  const reply = await send("/api/posts", { method: "POST", headers: OWNER, body });
  expect(Object.keys((reply.json() as { fields: object }).fields).sort()).toEqual([
    "colour",
    "content",
    "tags",
    "title",
  ]);
});

test("422 — Idempotency-Key with another body", async () => {
  const headers = { ...OWNER, "Idempotency-Key": "one-key-for-two" };
  await send("/api/posts", { method: "POST", headers, body: POST });
  expectProblem(
    await send("/api/posts", { method: "POST", headers, body: { ...POST, title: "Z" } }),
    422,
    "key-reused",
  );
});

test("503 — another process holds the write lock: writes fail, reads are served", async () => {
  const other = new BetterSqlite(server.databaseFile);
  other.exec("begin immediate");
  const refused = await send("/api/posts", { method: "POST", headers: OWNER, body: POST });
  expectProblem(refused, 503, "unavailable");
  expect(refused.headers.get("retry-after")).toMatch(/^[1-9]\d*$/);
  expect((await send("/api/posts/1")).status).toBe(200);
  other.exec("rollback");
  other.close();
  expect((await send("/api/posts", { method: "POST", headers: OWNER, body: POST })).status).toBe(201);
});
