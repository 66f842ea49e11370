import { setTimeout as wait } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { engine } from "#support/engine";
import { Clients, DUE_MS } from "#support/instances";
import { longTest } from "#support/long";
import { parsePrometheus, sumOf } from "#support/prometheus";
import { Random } from "#support/random";
import { faultsOf } from "#support/recorded-history";
import { sendExactRequest } from "#support/send-exact-request";
import { withServer } from "#support/server";

const SEED = Number(process.env.HISTORY_SEED ?? Date.now() % 1_000_000);
const WRITERS = 4;
const HISTORY_MS = 2_000;
/** SQLite tells every worker of a commit at once; PostgreSQL may take a second. */
const LAG_MS = engine === "postgres" ? 1_000 : 0;

const METRICS_TOKEN = "the-token-of-this-test";
const server = withServer({ WORKERS: "2", LOG_LEVEL: "error", METRICS_TOKEN });

/** Over a connection of its own: the workers take connections by turns. */
function send(method: string, body?: object) {
  const headers = { connection: "close", "content-type": "application/json" };
  return sendExactRequest(server.url, { method, path: "/api/posts", headers, raw: body ? JSON.stringify(body) : "" });
}
const titles = async () => (JSON.parse((await send("GET")).text) as { title: string }[]).map(({ title }) => title);

test(`two workers — random history — no stale answer (HISTORY_SEED=${SEED})`, async () => {
  const clients = new Clients([server], new Random(SEED));
  await clients.during(WRITERS, async () => {
    await wait(HISTORY_MS);
    await clients.haveSucceeded(["change", "page"]);
  });
  await wait(LAG_MS);
  await clients.readEverything();
  const holdings = [await clients.holdingOf(0)];
  // Any worker may have responded: a read may always have been served by another one than the write.
  const requests = clients.requests.map((request) =>
    ["read", "list", "page"].includes(request.kind) ? { ...request, instance: -1 } : request,
  );
  expect(faultsOf({ requests, holdings, lag: LAG_MS })).toEqual([]);
});

test("GET /api/posts — another worker stored a post — every worker lists it", async () => {
  for (let n = 0; n < 4; n++) {
    expect((await send("POST", { title: `Post ${n}`, content: "Words." })).status).toBe(201);
    await wait(LAG_MS);
    for (let reader = 0; reader < 6; reader++) expect(await titles()).toContain(`Post ${n}`);
  }
});

/** The metrics, by whichever worker takes the connection. */
async function scrape() {
  const headers = { connection: "close", authorization: `Bearer ${METRICS_TOKEN}` };
  const { text } = await sendExactRequest(server.url, { method: "GET", path: "/api/metrics", headers, raw: "" });
  return parsePrometheus(text);
}

test("GET /api/metrics — whichever worker responds — the sum of both", async () => {
  const requests = { route: "/api/posts", method: "GET" };
  const before = await scrape();
  for (let n = 0; n < 10; n++) await send("GET");
  for (let worker = 0; worker < 3; worker++) {
    const after = await scrape();
    const grown = (name: string, labels = {}) => sumOf(after, name, labels) - sumOf(before, name, labels);
    expect(grown("octavo_http_requests_total", requests)).toBe(10);
    expect(grown("octavo_http_requests_total", { route: "/api/metrics" })).toBe(worker + 1);
    expect(sumOf(after, "octavo_workers_answered")).toBe(2);
    expect(sumOf(after, "octavo_database_connections")).toBeGreaterThanOrEqual(2);
  }
});

test("GET /api/metrics — a worker is killed and replaced — no counter decreases", async () => {
  const before = await scrape();
  server.signalWorkers("SIGKILL", 1);
  // Until then, connections are handed to it, and nobody closes them.
  while (!server.log.includes("a worker died")) await wait(20);
  let after = before;
  while (sumOf(after, "octavo_worker_deaths_total") < 1 || sumOf(after, "octavo_workers_answered") < 2) {
    after = await scrape();
    await wait(20);
  }
  for (const name of ["octavo_http_requests_total", "octavo_database_query_duration_seconds"]) {
    for (const { labels, name: sample, value } of before.get(name)?.samples ?? []) {
      const now = after.get(name)?.samples.find((one) => one.name === sample && isDeepStrictEqual(one.labels, labels));
      expect(now?.value).toBeGreaterThanOrEqual(value);
    }
  }
});

(engine === "sqlite" ? test : longTest)("start — expired posts are purged by one of the workers", async () => {
  for (let n = 0; n < 5; n++) await send("POST", { title: `Expired ${n}`, content: "Words." });
  await server.query("update posts set trashed_at = 1 where title like 'Expired %'");
  // As an hour after the last run.
  await server.query("update housekeeping set finished_at = 0");
  await server.end();
  await server.start();
  const left = () => server.query("select id from posts where title like 'Expired %'");
  while ((await left()).length > 0) await wait(20);
  expect(await server.query("select version from revisions where title like 'Expired %'")).toEqual([]);
  expect(server.log).not.toContain("housekeeping-failed");
});

test("SIGTERM — both workers exit with 0, and no post is lost", async () => {
  // The last scheduled posts may be due only by now, and would be new after the restart.
  await wait(DUE_MS);
  const before = await titles();
  expect(await server.end()).toBe(0);
  await server.start();
  expect(await titles()).toEqual(before);
});
