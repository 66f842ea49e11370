import { globSync, writeFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { newDatabase, type TestDatabase } from "#support/database";
import { withFolder } from "#support/folder";
import { sendRequest } from "#support/send-request";
import { TestServer } from "#support/server";
import { signUpAt } from "#support/signed-in";

// The clock of a running server is set by libfaketime: `apt-get install faketime`.
const [library] = globSync("/usr/lib/*/faketime/libfaketimeMT.so.1");
if (!library) process.stderr.write("long/clock: skipped: libfaketime is missing (apt-get install faketime)\n");

const API_KEY = "the-key-of-the-clock-tests";
const KEY = { authorization: `Bearer ${API_KEY}` };
const DAY_MS = 86_400_000;
const SEARCHES = 3;

const folder = withFolder();
let server: TestServer;
let database: TestDatabase | undefined;
let olga: Awaited<ReturnType<typeof signUpAt>>["headers"];
let idle: typeof olga;

const clock = () => folder.file("clock");
/** Sets the clock of the server; the monotonic one goes on. @param offset from the real time, as `+40d` */
const setClock = (offset: string) => writeFileSync(clock(), `${offset}\n`);

type Sent = { method?: string; headers?: Record<string, string>; body?: unknown };
const send = (path: string, init: Sent = {}) => sendRequest(server.url + path, init);
const write = (path: string, method: string, body: unknown, headers: Record<string, string> = {}) =>
  send(path, { method, body, headers: { ...KEY, ...headers } });
const statusOf = async (path: string, headers: Record<string, string> = {}) => (await send(path, { headers })).status;

async function create(fields: object, key = ""): Promise<{ id: string; isReplayed: boolean }> {
  const reply = await write("/api/posts", "POST", fields, key === "" ? {} : { "Idempotency-Key": key });
  expect(reply.status).toBe(201);
  const { id } = reply.json() as { id: string };
  return { id, isReplayed: reply.headers.has("idempotency-replayed") };
}

/** Everything that must not be lost, whatever the clock says. */
async function stored() {
  const rows = (query: string) => server.query(query);
  return {
    posts: await rows("select id, title, content, version from posts order by id"),
    revisions: await rows("select post_id, version, title, content from revisions order by post_id, version"),
    autosaves: await rows("select id, fields, version from autosaves order by id"),
  };
}

async function start(engine: "sqlite" | "postgres"): Promise<void> {
  setClock("+0");
  database = engine === "postgres" ? await newDatabase("postgres") : undefined;
  server = await new TestServer({
    API_KEY,
    LD_PRELOAD: library ?? "",
    // It would take the temporary folders of others for old ones.
    TMPDIR: folder.file("."),
    FAKETIME_TIMESTAMP_FILE: clock(),
    FAKETIME_NO_CACHE: "1",
    FAKETIME_DONT_FAKE_MONOTONIC: "1",
    NO_FAKE_STAT: "1",
    SIGN_UP: "open",
    SEARCH_LIMIT: String(SEARCHES),
    ...(database && { DATABASE_URL: database.url }),
  }).start();
  olga = (await signUpAt(server.url, "Olga")).headers;
  const again = await send("/api/auth/sign-in", {
    method: "POST",
    body: { email: "olga@octavo.test", password: "correct horse battery" },
  });
  idle = { cookie: (again.headers.get("set-cookie") ?? "").split(";")[0] ?? "" };
}

afterEach(async () => {
  await server.discard();
  await database?.remove();
});

const guess = () =>
  send("/api/auth/sign-in", { method: "POST", body: { email: "olga@octavo.test", password: "a wrong password" } });
/** Another one each time: cache hits are not counted. */
let searches = 0;
const search = () => send(`/api/posts?q=words${++searches}`);

/** A site with something of everything that time passes over. */
async function fill() {
  const published = await create({ title: "Published", content: "Words." }, "key");
  await write(`/api/posts/${published.id}`, "PATCH", { content: "Other words." });
  const publishedAt = new Date(Date.now() + 10 * DAY_MS).toISOString();
  const scheduled = await create({ title: "Scheduled", content: "Words.", publishedAt });
  const trashed = await create({ title: "Trashed", content: "Words." });
  expect((await write(`/api/posts/${trashed.id}`, "DELETE", undefined)).status).toBe(204);
  const autosave = "5a0d3c5e-8f3b-4f2e-9d57-1a2b3c4d5e6f";
  const body = { title: "Unfinished", content: "Words that are in no post." };
  const saved = await send(`/api/autosaves/${autosave}`, { method: "PUT", headers: olga, body });
  expect(saved.status).toBe(201);
  let limited = await guess();
  while (limited.status === 401) limited = await guess();
  expect(limited.status).toBe(429);
  for (let count = 0; count < SEARCHES; count++) expect((await search()).status).toBe(200);
  return { published, scheduled, trashed, autosave, etag: saved.headers.get("etag") ?? "" };
}

(library ? describe.each(["sqlite", "postgres"] as const) : describe.skip.each(["sqlite", "postgres"] as const))(
  "%s — the clock is set",
  (engine) => {
    beforeEach(() => start(engine));

    test("an hour back — sessions, keys and the trash stay, nobody is limited for an hour, and nothing is lost", async () => {
      const { autosave, etag, published, scheduled, trashed } = await fill();
      const before = await stored();
      setClock("-1h");
      // What was published within the hour is scheduled again, for readers; writers see it.
      expect(await statusOf(`/api/posts/${published.id}`)).toBe(404);
      expect(await statusOf(`/api/posts/${published.id}`, KEY)).toBe(200);
      expect(await statusOf(`/api/posts/${scheduled.id}`)).toBe(404);
      expect(await statusOf("/api/autosaves", olga)).toBe(200);
      expect(await create({ title: "Published", content: "Words." }, "key")).toEqual({
        ...published,
        isReplayed: true,
      });
      expect((await write(`/api/posts/${trashed.id}/restore`, "POST", undefined)).status).toBe(200);
      expect((await write(`/api/posts/${trashed.id}`, "DELETE", undefined)).status).toBe(204);
      // Wrong, but not refused unread any more.
      expect((await guess()).status).toBe(401);
      let limited = await search();
      while (limited.status === 200) limited = await search();
      expect(Number(limited.headers.get("retry-after"))).toBeLessThanOrEqual(60);
      const cached = await send("/blog");
      expect(Number((await send("/blog")).headers.get("age") ?? Number.NaN)).toBeGreaterThanOrEqual(0);
      expect(cached.text).not.toContain("Published");
      // Writes go on, in the order of their versions.
      const body = { title: "Unfinished", content: "More words." };
      const headers = { ...olga, "if-match": etag };
      expect((await send(`/api/autosaves/${autosave}`, { method: "PUT", headers, body })).status).toBe(200);
      const changed = await write(`/api/posts/${published.id}`, "PATCH", { content: "The last words." });
      expect(changed.json()).toMatchObject({ version: 3 });
      setClock("+0");
      expect((await send("/blog")).text).toContain("Published");
      const after = await stored();
      expect(after.posts.map(({ id }) => id)).toEqual(before.posts.map(({ id }) => id));
      for (const revision of before.revisions) expect(after.revisions).toContainEqual(revision);
      expect(after.autosaves).toMatchObject([{ id: autosave, version: 2 }]);
    });

    test("40 days ahead — what is due appears, sessions, keys and limits end; set back — nothing is lost", async () => {
      const { published, scheduled, trashed } = await fill();
      const before = await stored();
      setClock("+40d");
      expect(await statusOf(`/api/posts/${scheduled.id}`)).toBe(200);
      expect((await send("/blog")).text).toContain("Scheduled");
      expect(await statusOf("/api/autosaves", olga)).toBe(401);
      expect((await guess()).status).toBe(401);
      // A day later the key is another request's.
      const second = await create({ title: "Published", content: "Words." }, "key");
      expect([second.id === published.id, second.isReplayed]).toEqual([false, false]);
      expect((await write(`/api/posts/${trashed.id}/restore`, "POST", undefined)).status).toBe(404);
      // The server looks once a minute whether something is to be removed, and notices.
      while (!server.log.includes("clock-set-ahead")) await wait(500);
      setClock("+0");
      expect(await statusOf(`/api/posts/${scheduled.id}`)).toBe(404);
      expect((await send("/blog")).text).not.toContain("Scheduled");
      expect(await statusOf("/api/autosaves", idle)).toBe(200);
      expect((await write(`/api/posts/${trashed.id}/restore`, "POST", undefined)).status).toBe(200);
      const after = await stored();
      expect(after.autosaves).toEqual(before.autosaves);
      for (const revision of before.revisions) expect(after.revisions).toContainEqual(revision);
      expect(after.posts.map(({ title }) => title)).toEqual([...before.posts.map(({ title }) => title), "Published"]);
    });

    test("40 days ahead, and the server is started again — only what is temporary is removed", async () => {
      const { trashed } = await fill();
      const before = await stored();
      setClock("+40d");
      await server.restart();
      const left = () => server.query(`select id from posts where id = ${trashed.id}`);
      while ((await left()).length > 0) await wait(50);
      const isTrashed = (row: Record<string, unknown>) => String(row.id ?? row.post_id) === trashed.id;
      const after = await stored();
      expect(after.posts).toEqual(before.posts.filter((row) => !isTrashed(row)));
      expect(after.revisions).toEqual(before.revisions.filter((row) => !isTrashed(row)));
      expect(after.autosaves).toEqual(before.autosaves);
      while ((await server.query("select finished_at from housekeeping where run is null")).length === 0)
        await wait(50);
      for (const table of ["sessions", "idempotency_keys", "verifications"]) {
        expect([table, await server.query(`select * from ${table}`)]).toEqual([table, []]);
      }
      expect(await server.query(`select key from rate_limits where expire < ${Date.now() + 40 * DAY_MS}`)).toEqual([]);
    });
  },
);
