import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { longTest } from "#support/long";
import { ownPostgres } from "#support/own-postgres";
import { type Reply, sendRequest } from "#support/send-request";
import { TestServer } from "#support/server";
import type { Postgres } from "#support/start-postgres";

/** Of them three are the server's superusers' alone. */
const MAX_CONNECTIONS = 10;

let postgres: Postgres;
let server: TestServer;
let administrator: pg.Client;
beforeAll(async () => {
  postgres = await ownPostgres(["-c", `max_connections=${MAX_CONNECTIONS}`]);
  await postgres.createDatabase("octavo");
  administrator = new pg.Client(postgres.url("octavo"));
  await administrator.connect();
  server = await new TestServer({
    DATABASE_URL: postgres.url("octavo"),
    DATABASE_POOL: "4",
    RESPONSE_CACHE: "0",
  }).start();
  expect((await create("First")).status).toBe(201);
});
afterAll(async () => {
  await server?.discard();
  await administrator?.end().catch(() => {});
  await postgres?.discard();
});

const at = (path: string) => server.url + path;
const create = (title: string): Promise<Reply> =>
  sendRequest(at("/api/posts"), { method: "POST", body: { title, content: "Text" } });
const statusOf = async (path: string) => (await sendRequest(at(path))).status;

test("every write waits for a lock — pages and API are served, /api/ready 200", async () => {
  await administrator.query("begin; lock table posts in share row exclusive mode");
  let isLocked = true;
  const statuses: number[] = [];
  // A write that has waited for the usual time gives up: others wait in its place, however long the reads take.
  const writing = Array.from({ length: 12 }, async (_, number) => {
    while (isLocked) statuses.push((await create(`Blocked ${number}`)).status);
  });
  await wait(200);
  for (let round = 0; round < 5; round++) {
    for (const path of ["/api/posts", "/api/posts/1", "/blog", "/api/tags", "/api/ready"]) {
      expect([path, await statusOf(path)]).toEqual([path, 200]);
    }
  }
  expect(statuses).not.toContain(201);
  isLocked = false;
  await administrator.query("rollback");
  await Promise.all(writing);
  for (const status of statuses) expect([201, 503]).toContain(status);
  expect((await create("After")).status).toBe(201);
});

/** Sends a request again where the server has given up waiting for a busy connection, as on a slow machine. */
async function served(send: () => Promise<Reply>): Promise<number> {
  for (;;) {
    const { status } = await send();
    if (status !== 503) return status;
  }
}

test("max_connections exhausted by others — 40 concurrent requests — all served over the existing connections", async () => {
  // An idle connection is closed after a while.
  await Promise.all(Array.from({ length: 8 }, () => create("Opens connections")));
  const others: pg.Client[] = [];
  for (;;) {
    const other = new pg.Client(postgres.url("octavo"));
    other.on("error", () => {});
    if (
      await other.connect().then(
        () => false,
        () => true,
      )
    )
      break;
    others.push(other);
  }
  expect(others.length).toBeGreaterThan(0);
  const requests = Array.from({ length: 40 }, (_, number) =>
    served(() => (number % 4 === 0 ? create(`Crowded ${number}`) : sendRequest(at("/api/posts?limit=100")))),
  );
  for (const status of await Promise.all(requests)) expect([200, 201]).toContain(status);
  await Promise.all(others.map((other) => other.end()));
});

longTest("every backend terminated repeatedly — no read fails", async () => {
  let isDone = false;
  const reading = Array.from({ length: 4 }, async () => {
    const statuses = new Set<number>();
    while (!isDone) {
      for (const path of ["/api/posts", "/api/posts/1", "/blog"]) statuses.add(await statusOf(path));
    }
    return [...statuses];
  });
  for (let round = 0; round < 10; round++) {
    await wait(200);
    await administrator.query(
      "select pg_terminate_backend(pid, 1000) from pg_stat_activity where datname = 'octavo' and pid <> pg_backend_pid()",
    );
  }
  isDone = true;
  expect(await Promise.all(reading)).toEqual(Array(4).fill([200]));
});

test("server becomes a hot standby — writes and /api/ready 503, reads served", async () => {
  await administrator.end();
  await postgres.becomeStandby();
  while ((await statusOf("/api/ready?for=reads")) !== 200);
  expect((await create("On a standby")).status).toBe(503);
  let ready = await sendRequest(at("/api/ready"));
  while (ready.status === 200) ready = await sendRequest(at("/api/ready"));
  expect(ready.json()).toMatchObject({ status: 503, reads: true, writes: false });
  expect([await statusOf("/api/posts"), await statusOf("/blog")]).toEqual([200, 200]);
  expect(server.log).toContain("hot standby");
});
