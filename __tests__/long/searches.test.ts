import { openDatabase } from "#lib/server/db/open";
import { SORTS } from "#lib/shared/list-options";
import { POST_FIELDS } from "#lib/shared/post-query";
import { newDatabase, type TestDatabase } from "#support/database";
import { sendRequest } from "#support/send-request";
import { TestServer } from "#support/server";
import { seedPosts } from "../../scripts/seed/store.ts";

const POSTS = 100_000;
const CLIENTS = 20;
const SAMPLES = 60;
/** Where pages take long, fewer samples do. */
const SAMPLING_MS = 30_000;
/**
 * How many times as long as on an idle server a reader may wait for a cached page while CLIENTS search: each of them may be
 * served before. When each search queried the index and counted all matches, this was about a thousand.
 */
const RATIO_MAX = 200;

let testDatabase: TestDatabase;
let server: TestServer;

beforeAll(async () => {
  testDatabase = await newDatabase();
  const { db } = await openDatabase(testDatabase.url);
  await seedPosts(db, POSTS, 1, { onPosts() {}, signal: new AbortController().signal });
  await db.destroy();
  server = await new TestServer({ DATABASE_URL: testDatabase.url, SEARCH_LIMIT: "0" }).start();
});

afterAll(async () => {
  await server?.end();
  await testDatabase?.remove();
});

/** The median time of a cached page, in milliseconds. */
async function timeOfPage(): Promise<number> {
  const times: number[] = [];
  const end = performance.now() + SAMPLING_MS;
  while (times.length < SAMPLES && performance.now() < end) {
    const start = performance.now();
    const { headers, status } = await sendRequest(`${server.url}/blog`);
    times.push(performance.now() - start);
    expect([status, headers.get("cache-status")]).toEqual([200, expect.stringMatching(/hit/)]);
  }
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)] as number;
}

/** Searches for other parameters each time, until `signal` aborts. @returns how many searches were answered */
async function search(q: string, client: number, signal: AbortSignal): Promise<number> {
  let count = 0;
  for (; !signal.aborted; count++) {
    const turn = client + CLIENTS * count;
    const fields = POST_FIELDS.filter((name, at) => name !== "content" && (turn >> at) % 2 === 0);
    const query = new URLSearchParams({
      q,
      limit: String(1 + (turn % 20)),
      fields: ["id", ...fields].join(","),
      sort: SORTS[turn % SORTS.length] ?? "title",
    });
    const { headers, status } = await sendRequest(`${server.url}/api/posts?${query}`);
    expect({ status, cache: headers.get("cache-status") }).toEqual({
      status: 200,
      cache: expect.stringContaining("fwd"),
    });
  }
  return count;
}

test.each(["t", "th", "the a"])(
  `GET /api/posts?q=%s — ${CLIENTS} clients with changing parameters — a cached /blog is served promptly`,
  async (q) => {
    await sendRequest(`${server.url}/blog`);
    const idle = await timeOfPage();
    const stop = new AbortController();
    const clients = Array.from({ length: CLIENTS }, (_, client) => search(q, client, stop.signal));
    const busy = await timeOfPage();
    stop.abort();
    const searches = (await Promise.all(clients)).reduce((sum, count) => sum + count, 0);
    expect(searches).toBeGreaterThan(CLIENTS);
    expect(busy / idle).toBeLessThan(RATIO_MAX);
  },
);
