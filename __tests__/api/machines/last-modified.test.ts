import { contentState } from "#lib/server/content-version";
import { inTransaction } from "#lib/server/db/transaction";
import { call } from "#support/call";
import { withDatabase } from "#support/database";
import { makePost } from "#support/factories";
import rss from "../../../pages/api/feeds/rss";

const data = withDatabase();

/** Sets the time of the last change. */
const changedAt = (time: number) =>
  inTransaction(data.db, (trx) => trx.updateTable("content_version").set({ changed_at: time }).execute());
const since = (time: string) => call(rss, { headers: { "if-modified-since": time } });

test("GET /feed.xml — If-Modified-Since of Last-Modified — 304", async () => {
  await changedAt(Date.parse("2026-11-22T09:30:00.400Z"));
  const { headers } = await call(rss);
  expect(headers["last-modified"]).toBe("Sun, 22 Nov 2026 09:30:01 GMT");
  const { body, headers: again, status } = await since(String(headers["last-modified"]));
  expect([status, body, again["last-modified"]]).toEqual([304, "", headers["last-modified"]]);
});

test("GET /feed.xml — If-Modified-Since older or not a date — 200", async () => {
  await changedAt(Date.parse("2026-11-22T09:30:00.400Z"));
  expect((await since("Sun, 22 Nov 2026 09:30:00 GMT")).status).toBe(200);
  expect((await since("yesterday")).status).toBe(200);
});

test("GET /feed.xml — If-None-Match as well — If-Modified-Since ignored", async () => {
  await changedAt(Date.parse("2026-11-22T09:30:00Z"));
  const { headers } = await call(rss);
  const response = await call(rss, {
    headers: { "if-modified-since": String(headers["last-modified"]), "if-none-match": '"old"' },
  });
  expect(response.status).toBe(200);
});

test("GET /feed.xml — within the second of the last change — no Last-Modified", async () => {
  await changedAt(Date.now() + 60_000);
  const { headers, status } = await since(new Date(Date.now() + 120_000).toUTCString());
  expect([status, headers["last-modified"]]).toEqual([200, undefined]);
});

test("contentState — a write, and a post that falls due — changedAt increases", async () => {
  const before = Date.now();
  await makePost();
  expect((await contentState(data.db, Date.now())).changedAt).toBeGreaterThanOrEqual(before);
  const due = Date.parse("2090-01-01T00:00:00Z");
  await makePost({ publishedAt: new Date(due).toISOString() });
  expect((await contentState(data.db, due + 1)).changedAt).toBe(due);
});

test("contentState — clock behind the last change — changedAt does not decrease", async () => {
  const ahead = Date.now() + 60_000;
  await changedAt(ahead);
  await makePost();
  expect((await contentState(data.db, Date.now())).changedAt).toBe(ahead);
});
