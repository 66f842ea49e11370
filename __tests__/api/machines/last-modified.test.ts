import { contentState } from "#lib/server/content-version";
import { inTransaction } from "#lib/server/db/transaction";
import { call } from "#support/call";
import { withDatabase } from "#support/database";
import { makePost } from "#support/factories";
import rss from "../../../pages/api/feeds/rss";

const data = withDatabase();

/** As if the last change had been at that moment. */
const changedAt = (moment: number) =>
  inTransaction(data.db, (trx) => trx.updateTable("content_version").set({ changed_at: moment }).execute());
const since = (moment: string) => call(rss, { headers: { "if-modified-since": moment } });

test("a second fetch with Last-Modified gives 304", async () => {
  await changedAt(Date.parse("2026-11-22T09:30:00.400Z"));
  const { headers } = await call(rss);
  expect(headers["last-modified"]).toBe("Sun, 22 Nov 2026 09:30:01 GMT");
  const { body, headers: again, status } = await since(String(headers["last-modified"]));
  expect([status, body, again["last-modified"]]).toEqual([304, "", headers["last-modified"]]);
});

test("who has an older one gets the new one, and so does who sends something that is no date", async () => {
  await changedAt(Date.parse("2026-11-22T09:30:00.400Z"));
  expect((await since("Sun, 22 Nov 2026 09:30:00 GMT")).status).toBe(200);
  expect((await since("yesterday")).status).toBe(200);
});

test("a tag that is sent too counts alone", async () => {
  await changedAt(Date.parse("2026-11-22T09:30:00Z"));
  const { headers } = await call(rss);
  const answer = await call(rss, {
    headers: { "if-modified-since": String(headers["last-modified"]), "if-none-match": '"old"' },
  });
  expect(answer.status).toBe(200);
});

test("in the second of a change there is no Last-Modified: what comes after it would have the same", async () => {
  await changedAt(Date.now() + 60_000);
  const { headers, status } = await since(new Date(Date.now() + 120_000).toUTCString());
  expect([status, headers["last-modified"]]).toEqual([200, undefined]);
});

test("a write moves it, and so does a post that falls due", async () => {
  const before = Date.now();
  await makePost();
  expect((await contentState(data.db, Date.now())).changedAt).toBeGreaterThanOrEqual(before);
  const due = Date.parse("2090-01-01T00:00:00Z");
  await makePost({ publishedAt: new Date(due).toISOString() });
  expect((await contentState(data.db, due + 1)).changedAt).toBe(due);
});

test("a clock that is behind moves nothing back", async () => {
  const ahead = Date.now() + 60_000;
  await changedAt(ahead);
  await makePost();
  expect((await contentState(data.db, Date.now())).changedAt).toBe(ahead);
});
