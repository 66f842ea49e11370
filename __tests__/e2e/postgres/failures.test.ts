import { setTimeout as wait } from "node:timers/promises";
import { longTest } from "#support/long";
import { ownPostgres } from "#support/own-postgres";
import { TcpProxy } from "#support/proxy";
import { type Reply, sendRequest } from "#support/send-request";
import { TestServer } from "#support/server";
import type { Postgres } from "#support/start-postgres";

/** The longest that anyone may wait for an answer while the database is away: for a connection and then for the query, and some. */
const BOUND_MS = 12_000;
/** How long after the database is back everything works again. */
const RECOVERY_MS = 10_000;

/** How long a cached response may still be served: a connection can be cut without either end noticing. */
const TRUST_MS = 500;
const PROBLEM = "application/problem+json; charset=utf-8";

let postgres: Postgres;
let proxy: TcpProxy;
let server: TestServer;
beforeAll(async () => {
  postgres = await ownPostgres();
  await postgres.createDatabase("octavo");
  proxy = await new TcpProxy(postgres.port).pass();
  const DATABASE_URL = proxy.through(postgres.url("octavo"));
  server = await new TestServer({ DATABASE_URL, DATABASE_POOL: "4" }).start();
});
afterAll(async () => {
  await server?.discard();
  await proxy?.refuse();
  await postgres?.discard();
});

const at = (path: string) => server.url + path;
let count = 0;
const create = (headers: Record<string, string> = {}) =>
  sendRequest(at("/api/posts"), { method: "POST", headers, body: { title: `Post ${++count}`, content: "Text" } });
const change = (id: string, title: string) => sendRequest(at(`/api/posts/${id}`), { method: "PATCH", body: { title } });

/** One request of each kind. */
const requests: Record<string, () => Promise<Reply>> = {
  list: () => sendRequest(at("/api/posts")),
  post: () => sendRequest(at("/api/posts/1")),
  search: () => sendRequest(at("/api/posts?q=post")),
  tags: () => sendRequest(at("/api/tags")),
  ready: () => sendRequest(at("/api/ready")),
  create: () => create(),
  createOnce: () => create({ "Idempotency-Key": `key-${++count}` }),
  change: () => change("1", `Changed ${++count}`),
  page: () => sendRequest(at("/blog")),
  postPage: () => sendRequest(at("/blog/1/first")),
};
const isPage = (name: string) => name.endsWith("age");

/** Sends all requests at once, and expects the responses of a database that is unavailable. */
async function expectUnavailable(): Promise<void> {
  await wait(TRUST_MS);
  const started = performance.now();
  await Promise.all(
    Object.entries(requests).map(async ([name, send]) => {
      const { status, headers } = await send();
      expect([name, status]).toEqual([name, 503]);
      expect(headers.get("retry-after")).toMatch(/^[1-9]\d*$/);
      expect(headers.get("content-type")).toBe(isPage(name) ? "text/html; charset=utf-8" : PROBLEM);
    }),
  );
  expect(performance.now() - started).toBeLessThan(BOUND_MS);
  expect((await sendRequest(at("/api/health"))).status).toBe(200);
}

/** Waits until every kind of request is served again. */
async function expectRecovery(): Promise<void> {
  const end = performance.now() + RECOVERY_MS;
  for (const [name, send] of Object.entries(requests)) {
    let status = (await send()).status;
    while (status >= 500 && performance.now() < end) {
      await wait(50);
      status = (await send()).status;
    }
    expect([name, status]).toEqual([name, expect.any(Number)]);
    expect(status).toBeLessThan(400);
  }
  expect(server.isRunning).toBe(true);
}

/** Expects each post to have its newest revision and index entry, and every key its response. */
async function expectConsistent(): Promise<void> {
  const { rows } = await query(`
    select p.id from posts p
    left join revisions r on r.post_id = p.id and r.version = p.version and r.title = p.title
    left join posts_search s on s.post_id = p.id
    where r.post_id is null or s.post_id is null
      or (select count(*) from revisions where post_id = p.id) <> p.version`);
  expect(rows).toEqual([]);
  expect((await query("select key from idempotency_keys where status <> 201")).rows).toEqual([]);
}
const query = async (statement: string) => ({ rows: await server.query(statement) });

beforeAll(async () => {
  expect(
    (await sendRequest(at("/api/posts"), { method: "POST", body: { title: "First", content: "Text" } })).status,
  ).toBe(201);
});
afterEach(async () => {
  await proxy.pass();
  await expectRecovery();
  await expectConsistent();
});

test("connection refused — 503 at once", async () => {
  await proxy.refuse();
  await expectUnavailable();
});

test("connection cut — 503 for requests in flight, none after", async () => {
  const cutting = setInterval(() => proxy.cut(), 20);
  const responses = await Promise.all(Array.from({ length: 60 }, () => create()));
  clearInterval(cutting);
  for (const { status } of responses) expect([201, 503]).toContain(status);
  await expectRecovery();
});

longTest("connection silent — 503 in bounded time, each time", async () => {
  proxy.swallow();
  await expectUnavailable();
  await expectUnavailable();
});

longTest("slow connection — served", async () => {
  await proxy.pass({ delay: 30 });
  for (const send of Object.values(requests)) expect((await send()).status).toBeLessThan(400);
});

longTest("silent connection, more requests than connections — 503 in bounded time", async () => {
  proxy.swallow();
  const started = performance.now();
  const responses = await Promise.all(Array.from({ length: 40 }, () => create()));
  expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([503]));
  expect(performance.now() - started).toBeLessThan(BOUND_MS);
});

test("PostgreSQL restarted — no acknowledged post lost", async () => {
  const acknowledged: { id: string; title: string }[] = [];
  let isDone = false;
  const writers = Array.from({ length: 4 }, async () => {
    while (!isDone) {
      const { status, json } = await create();
      expect([201, 503]).toContain(status);
      if (status === 201) acknowledged.push(json() as { id: string; title: string });
      else await wait(20);
    }
  });
  while (acknowledged.length < 20) await wait(10);
  await postgres.stop();
  await expectUnavailable();
  await postgres.start();
  const before = acknowledged.length;
  while (acknowledged.length < before + 20) await wait(10);
  isDone = true;
  await Promise.all(writers);
  for (const { id, title } of acknowledged) {
    expect((await sendRequest(at(`/api/posts/${id}`))).json()).toMatchObject({ id, title });
  }
});

test("Idempotency-Key after 503 — one post", async () => {
  const headers = { "Idempotency-Key": "sent-again" };
  const body = { title: "Sent again", content: "Text" };
  const cutting = setInterval(() => proxy.cut(), 15);
  for (let attempt = 0; attempt < 20; attempt++) await sendRequest(at("/api/posts"), { method: "POST", headers, body });
  clearInterval(cutting);
  let created = await sendRequest(at("/api/posts"), { method: "POST", headers, body });
  while (created.status !== 201) created = await sendRequest(at("/api/posts"), { method: "POST", headers, body });
  expect((await query("select id from posts where title = 'Sent again'")).rows).toHaveLength(1);
});

longTest("stop with a silent connection — exit code 0 in bounded time", async () => {
  proxy.swallow();
  const waiting = sendRequest(at("/api/posts")).catch(() => undefined);
  await wait(100);
  const started = performance.now();
  expect(await server.end()).toBe(0);
  expect(performance.now() - started).toBeLessThan(13_000);
  expect((await waiting)?.status).toBe(503);
  await proxy.pass();
  await server.start();
});
