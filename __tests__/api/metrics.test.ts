import { setTimeout as wait } from "node:timers/promises";
import { sql } from "kysely";
import { recordBackup } from "#lib/server/backup/last-backup";
import { makeAuthor, makeKey, makeOwner } from "#support/accounts";
import { call } from "#support/call";
import { withDatabase } from "#support/database";
import { setDiskSpace } from "#support/disk-space";
import { engine } from "#support/engine";
import { makePost, newPost } from "#support/factories";
import { withLogLines } from "#support/log-lines";
import { problemIn } from "#support/problem";
import { parsePrometheus, sumOf } from "#support/prometheus";
import { withSettings } from "#support/settings";
import metrics from "../../pages/api/metrics";
import posts from "../../pages/api/posts/index";

const data = withDatabase();
const lines = withLogLines();
const METRICS_TOKEN = "a-token-of-sixteen-or-more";
const authorized = { authorization: `Bearer ${METRICS_TOKEN}` };

describe("METRICS_TOKEN not set", () => {
  test.each([{}, authorized, { authorization: "Bearer " }, { authorization: "Bearer undefined" }])(
    "GET /api/metrics — %j — 404",
    async (headers) => {
      expect(problemIn(await call(metrics, { headers })).status).toBe(404);
    },
  );
});

describe("METRICS_TOKEN set", () => {
  withSettings({ METRICS_TOKEN, API_KEY: "the-key-in-the-settings" });

  const scrape = async () => parsePrometheus((await call(metrics, { headers: authorized })).body);

  test("GET /api/metrics — the token — 200 in Prometheus' text format, never cached", async () => {
    const { body, headers, status } = await call(metrics, { headers: authorized });
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      "content-type": "text/plain; version=0.0.4; charset=utf-8",
      "cache-control": "private, no-store, no-transform",
    });
    const families = parsePrometheus(body);
    for (const { help, type } of families.values()) expect([help !== "", type !== ""]).toEqual([true, true]);
    expect(families.size).toBeGreaterThan(30);
  });

  test("HEAD /api/metrics — the token — 200 without a body", async () => {
    const { body, status } = await call(metrics, { method: "HEAD", headers: authorized });
    expect([status, body]).toEqual([200, ""]);
  });

  test.each([
    ["no Authorization", {}],
    ["empty token", { authorization: "Bearer " }],
    ["another token", { authorization: "Bearer a-token-of-sixteen-or-mora" }],
    ["a longer token", { authorization: `Bearer ${METRICS_TOKEN}1` }],
    ["part of the token", { authorization: `Bearer ${METRICS_TOKEN.slice(0, -1)}` }],
    ["as Basic", { authorization: `Basic ${METRICS_TOKEN}` }],
    ["the key in API_KEY", { authorization: "Bearer the-key-in-the-settings" }],
  ])("GET /api/metrics — %s — 401 with WWW-Authenticate, not cached", async (_what, headers) => {
    const response = await call(metrics, { headers });
    expect(problemIn(response).status).toBe(401);
    expect(response.headers).toMatchObject({ "www-authenticate": 'Bearer realm="Octavo"' });
    expect(response.headers["cache-control"]).toContain("no-store");
    expect(response.body).not.toContain("octavo_");
  });

  test("GET /api/metrics — the owner's session and key — 401", async () => {
    const owner = await makeOwner();
    const key = await makeKey(owner);
    for (const { headers } of [owner, key]) expect((await call(metrics, { headers })).status).toBe(401);
  });

  test("GET /api/metrics — wrong token — logged without it; the token is never logged", async () => {
    await call(metrics, { headers: { authorization: "Bearer wrong-token-of-somebody" } });
    expect(lines.all).toEqual([expect.objectContaining({ level: "warn", event: "metrics-refused" })]);
    await call(metrics, { headers: authorized });
    expect(lines.text).not.toContain("wrong-token-of-somebody");
    expect(lines.text).not.toContain(METRICS_TOKEN);
  });

  test.each(["POST", "PUT", "DELETE"])("%s /api/metrics — 405 with Allow", async (method) => {
    const { headers, status } = await call(metrics, { method, headers: authorized });
    expect([status, headers.allow]).toEqual([405, "GET, HEAD, OPTIONS"]);
  });

  test("GET /api/metrics — posts of every status, users — counted", async () => {
    const owner = await makeOwner();
    await makeAuthor();
    const later = new Date(Date.now() + 3_600_000).toISOString();
    const post = (fields: object) =>
      call(posts, { method: "POST", headers: owner.headers, body: newPost(fields as never) });
    await post({});
    await post({});
    await post({ status: "draft" });
    await post({ status: "published", publishedAt: later });
    const trashed = await makePost({ title: "Trashed" });
    await data.db.updateTable("posts").set({ trashed_at: 1 }).where("id", "=", Number(trashed.id)).execute();
    await data.db
      .updateTable("post_counts")
      .set((eb) => ({ posts: eb("posts", "-", 1) }))
      .where("kind", "=", "all")
      .execute();
    const families = await scrape();
    const of = (name: string, labels: Record<string, string>) => sumOf(families, name, labels);
    expect(["published", "scheduled", "draft", "trash"].map((status) => of("octavo_posts", { status }))).toEqual([
      2, 1, 1, 1,
    ]);
    expect(["owner", "editor", "author"].map((role) => of("octavo_users", { role }))).toEqual([1, 0, 1]);
  });

  test("GET /api/metrics — statements — counted by kind, with their time; failures too", async () => {
    await scrape();
    const before = await scrape();
    await data.db.selectFrom("posts").select("id").execute();
    await makePost();
    await data.db
      .selectFrom("nothing" as "posts")
      .select("id")
      .execute()
      .catch(() => undefined);
    const after = await scrape();
    const grown = (name: string, kind: string) => sumOf(after, name, { kind }) - sumOf(before, name, { kind });
    const counted = (kind: string) => {
      const ofKind = (families: typeof after) =>
        families
          .get("octavo_database_query_duration_seconds")
          ?.samples.find(({ labels, name }) => name.endsWith("_count") && labels.kind === kind)?.value ?? 0;
      return ofKind(after) - ofKind(before);
    };
    expect(counted("read")).toBeGreaterThanOrEqual(2);
    expect(counted("transaction")).toBeGreaterThanOrEqual(3);
    expect(grown("octavo_database_query_failures_total", "read")).toBe(1);
  });

  test("GET /api/metrics — database connections and caches — as they are", async () => {
    await call(posts);
    const families = await scrape();
    const open = sumOf(families, "octavo_database_connections", { state: "idle" });
    expect(open).toBeGreaterThan(0);
    expect(sumOf(families, "octavo_cache_entries", { cache: "site settings" })).toBeGreaterThanOrEqual(0);
    expect(sumOf(families, "octavo_database_up")).toBe(2);
    if (engine === "postgres") {
      while (sumOf(await scrape(), "octavo_database_listener_connected") !== 1) await wait(20);
    } else {
      expect(families.get("octavo_database_listener_connected")?.samples).toEqual([]);
    }
  });

  test("GET /api/metrics — last backup — its time and size; no values before there is one", async () => {
    const names = ["timestamp_seconds", "size_bytes", "duration_seconds"].map((name) => `octavo_backup_${name}`);
    const before = await scrape();
    expect(names.map((name) => before.get(name)?.samples)).toEqual([[], [], []]);
    await recordBackup(data.db, { beganAt: 1_795_000_000_500, durationMs: 2_500, bytes: 123_456 });
    const after = await scrape();
    expect(names.map((name) => sumOf(after, name))).toEqual([1_795_000_000.5, 123_456, 2.5]);
  });

  test("GET /api/metrics — database cannot be read — 200 says so, with everything that needs none", async () => {
    await sql`alter table content_version rename to away`.execute(data.db);
    const families = await scrape();
    expect(families.get("octavo_database_up")?.samples.map(({ value }) => value)).toEqual([0, 0]);
    expect(families.has("octavo_posts")).toBe(false);
    expect(sumOf(families, "octavo_workers_answered")).toBe(1);
    expect(sumOf(families, "process_resident_memory_bytes")).toBeGreaterThan(0);
    await sql`alter table away rename to content_version`.execute(data.db);
  });

  test("GET /api/metrics — backups cannot be read — 200 with everything else, and a line in the log", async () => {
    await sql`alter table backups rename to away`.execute(data.db);
    const families = await scrape();
    expect(families.has("octavo_backup_timestamp_seconds")).toBe(false);
    expect(families.has("octavo_posts")).toBe(true);
    expect(lines.all).toContainEqual(expect.objectContaining({ event: "metrics-incomplete", level: "error" }));
    await sql`alter table away rename to backups`.execute(data.db);
  });

  test("GET /api/metrics — writes impossible — octavo_database_up says so", async () => {
    await setDiskSpace(data.db, false);
    await call(posts, { method: "POST", body: newPost({ content: "Much. ".repeat(10_000) }) });
    while (sumOf(await scrape(), "octavo_database_up", { for: "writes" }) !== 0) await wait(20);
    expect(sumOf(await scrape(), "octavo_database_up", { for: "reads" })).toBe(1);
    await setDiskSpace(data.db, true);
  });
});
