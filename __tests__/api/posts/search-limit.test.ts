import { call } from "#support/call";
import { withDatabase } from "#support/database";
import { makePost } from "#support/factories";
import { problemIn } from "#support/problem";
import { withSettings } from "#support/settings";
import posts from "../../../pages/api/posts/index";

withDatabase();
const LIMIT = 3;
const API_KEY = "a-key-that-is-long-enough";
withSettings({ SEARCH_LIMIT: LIMIT, TRUST_PROXY: true, API_KEY });

/** A client of its own for each test: the counts are those of the process. */
let client = 0;
beforeEach(() => {
  client++;
});
const from = (more: Record<string, string> = {}) => ({ "x-forwarded-for": `192.0.2.${client}`, ...more });
const search = (q: string, headers = from()) => call(posts, { query: { q }, headers });

async function exhaust(): Promise<void> {
  for (let count = 0; count < LIMIT; count++) expect((await search(`word${count}`)).status).toBe(200);
}

test("GET /api/posts?q — past SEARCH_LIMIT — 429 with Retry-After", async () => {
  await exhaust();
  const refused = await search("again");
  expect(problemIn(refused)).toMatchObject({
    status: 429,
    type: "/docs/errors#too-many-requests",
    title: expect.stringMatching(/^Too many searches; try again in \d+ seconds$/),
  });
  const seconds = Number(refused.headers["retry-after"]);
  expect(seconds).toBeGreaterThan(0);
  expect(seconds).toBeLessThanOrEqual(60);
  expect(refused.headers).toMatchObject({
    "ratelimit-policy": `"searches";q=${LIMIT};w=60`,
    ratelimit: `"searches";r=0;t=${seconds}`,
    "cache-control": expect.stringMatching(/^no-store/),
  });
});

test("GET /api/posts?q — within SEARCH_LIMIT — no header about the client's limit", async () => {
  const { headers } = await search("word");
  expect(headers["cache-control"]).toMatch(/^public/);
  expect(headers.ratelimit).toBeUndefined();
});

test("GET /api/posts?q — past SEARCH_LIMIT — lists, other clients and API keys are served", async () => {
  await exhaust();
  expect((await search("again")).status).toBe(429);
  expect((await call(posts, { headers: from() })).status).toBe(200);
  expect((await search("again", { "x-forwarded-for": "198.51.100.1" })).status).toBe(200);
  expect((await search("again", from({ authorization: `Bearer ${API_KEY}` }))).status).toBe(200);
});

test("GET /api/posts?q — 304 and 400 — not counted", async () => {
  await makePost({ title: "Word" });
  const { headers } = await search("word");
  for (let count = 0; count < 2 * LIMIT; count++) {
    expect((await search("word", from({ "if-none-match": String(headers.etag) }))).status).toBe(304);
    expect((await call(posts, { query: { q: "word", limit: "x" }, headers: from() })).status).toBe(400);
  }
  for (let count = 1; count < LIMIT; count++) expect((await search(`word${count}`)).status).toBe(200);
  expect((await search("again")).status).toBe(429);
});

describe("SEARCH_LIMIT=0", () => {
  withSettings({ SEARCH_LIMIT: 0 });
  test("many searches in a row — 200", async () => {
    for (let count = 0; count < 3 * LIMIT; count++) expect((await search(`word${count}`)).status).toBe(200);
  });
});
