import { skipLost } from "#lib/server/backup/skip-lost";
import { readNextIds } from "#lib/server/copy/digest";
import { closeDatabase, useDatabase } from "#lib/server/db/database";
import type { Database } from "#lib/server/db/tables";
import { inTransaction } from "#lib/server/db/transaction";
import { changeAbout } from "#lib/server/site/about";
import { changeSettings } from "#lib/server/site/settings";
import { backUp, restoreFrom } from "#support/backups";
import { call } from "#support/call";
import { rowsIn } from "#support/database";
import { withDatabases } from "#support/databases";
import { makePost } from "#support/factories";
import { withFolder } from "#support/folder";
import { withSettings } from "#support/settings";
import about from "../../../../pages/api/about";
import rss from "../../../../pages/api/feeds/rss";
import one from "../../../../pages/api/posts/[id]";
import list from "../../../../pages/api/posts/index";
import site from "../../../../pages/api/site";
import tags from "../../../../pages/api/tags/index";

const places = withDatabases();
const folder = withFolder();
withSettings({ WRITE_LIMIT: 0 });
afterEach(closeDatabase);

const HANDLERS = [list, tags, rss, one, about, site];
const each = (status: number) => HANDLERS.map(() => status);

/** Makes the handlers use a database. */
async function switchTo(url: string): Promise<Database> {
  await closeDatabase();
  const db = await places.open(url);
  useDatabase(db);
  return db;
}

/** The statuses of conditional requests for what a client has cached. */
const statusesWith = (etags: string[], id: string) =>
  Promise.all(
    HANDLERS.map(async (handler, at) => {
      const headers = { "if-none-match": etags[at] ?? "" };
      return (await call(handler, { headers, query: handler === one ? { id } : {} })).status;
    }),
  );

const etagsNow = (id: string) =>
  Promise.all(
    HANDLERS.map(async (handler) =>
      String((await call(handler, { query: handler === one ? { id } : {} })).headers.etag),
    ),
  );

describe("restoreBackup", () => {
  test("a database of yesterday — nothing of the lost day passes for what is written from now on, and no id comes again", async () => {
    const url = await places.target();
    const before = await switchTo(url);
    const { id } = await makePost({ title: "Day 1" });
    const change = async (db: Database, title: string) => {
      await changeAbout(db, { content: title }, { account: null });
      await changeSettings(db, { tagline: title });
      return call(one, { method: "PATCH", query: { id }, body: { title } });
    };
    await backUp(url, folder.file("yesterday.zip"));

    expect((await change(before, "Lost")).status).toBe(200);
    const lost = (await makePost()).id;
    const etags = await etagsNow(id);
    expect(await statusesWith(etags, id)).toEqual(each(304));

    const there = await places.target();
    await restoreFrom(folder.file("yesterday.zip"), there);
    const after = await switchTo(there);
    expect(await statusesWith(etags, id)).toEqual(each(200));
    // As many changes as there were on the lost day.
    expect((await change(after, "Day 2")).json()).toMatchObject({ version: 2 });
    expect(Number((await makePost()).id)).toBeGreaterThan(Number(lost));
    expect(await statusesWith(etags, id)).toEqual(each(200));
  });

  test("restored again, from a backup that was made since — the content version increases, and so do the ids", async () => {
    const url = await places.target();
    const db = await switchTo(url);
    await makePost();
    const state = async (of: Database) => ({
      version: Number((await rowsIn(of, "content_version"))[0]?.number),
      ...(await inTransaction(of, readNextIds)),
    });
    const states = [await state(db)];
    for (let from = url, count = 1; count <= 2; count++) {
      await backUp(from, folder.file(`${count}.zip`));
      from = await places.target();
      await restoreFrom(folder.file(`${count}.zip`), from);
      states.push(await state(await places.open(from)));
    }
    const [first, second, third] = states;
    for (const name of ["version", "posts", "messages"] as const) {
      expect(Number(second?.[name])).toBeGreaterThan(Number(first?.[name]));
      expect(Number(third?.[name])).toBeGreaterThan(Number(second?.[name]));
    }
  });
});

test.each([
  ["a backup of a second ago", 1_000, 1_000],
  ["a backup of a day ago", 86_400_000, 86_400],
  ["a backup of the future, by another clock", -86_400_000, 1_000],
])("skipLost — %s — %i ms are %i ids", async (_name, age, skipped) => {
  const db = await switchTo(await places.target());
  const before = await inTransaction(db, readNextIds);
  const now = Date.now();
  await inTransaction(db, (trx) => skipLost(trx, now - age, now));
  expect(await inTransaction(db, readNextIds)).toEqual({
    posts: Number(before.posts) + skipped,
    messages: Number(before.messages) + skipped,
  });
  expect(await rowsIn(db, "content_version")).toEqual([{ number: now, changed_at: expect.any(Number) }]);
});
