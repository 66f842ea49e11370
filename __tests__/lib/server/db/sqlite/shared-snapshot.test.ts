import { setImmediate as nextTurn } from "node:timers/promises";
import BetterSqlite from "better-sqlite3";
import { openDatabase } from "#lib/server/db/open";
import type { Database } from "#lib/server/db/tables";
import { createPost } from "#lib/server/posts/write";
import { newPost } from "#support/factories";
import { withFolder } from "#support/folder";

const folder = withFolder();
let db: Database;
/** Another process's connection. */
let other: BetterSqlite.Database;
beforeEach(async () => {
  const file = folder.file("octavo.db");
  ({ db } = await openDatabase(`file:${file}`));
  other = new BetterSqlite(file);
  await createPost(db, newPost({ title: "Old" }));
  await nextTurn();
});
afterEach(async () => {
  other.close();
  await db.destroy();
});

const readTitles = async () =>
  (await db.selectFrom("posts").select("title").orderBy("id").execute()).map((post) => post.title);
const rename = (title: string) => other.prepare("update posts set title = ?").run(title);

test("reads that follow each other — another process commits in between — they see the same state", async () => {
  await Promise.resolve();
  const before = await readTitles();
  rename("New");
  expect([before, await readTitles()]).toEqual([["Old"], ["Old"]]);
});

test.each<[string, () => Promise<unknown>]>([
  ["the next turn", () => nextTurn()],
  ["a tick", () => new Promise<void>((resolve) => process.nextTick(resolve))],
])("a read after %s — sees what another process has committed", async (_name, wait) => {
  await Promise.resolve();
  await readTitles();
  rename("New");
  await wait();
  expect(await readTitles()).toEqual(["New"]);
});

test("a read right after a write of this process — sees it", async () => {
  await readTitles();
  await createPost(db, newPost({ title: "New" }));
  expect(await readTitles()).toEqual(["Old", "New"]);
});

test("a read right after a statement of this process outside a transaction — sees it", async () => {
  await readTitles();
  await db.updateTable("posts").set({ title: "New" }).execute();
  expect(await readTitles()).toEqual(["New"]);
});

test("a failed read — the reads after it see what was committed since", async () => {
  await expect(
    db
      .selectFrom("posts")
      .select("nothing" as "title")
      .execute(),
  ).rejects.toThrow("nothing");
  rename("New");
  await nextTurn();
  expect(await readTitles()).toEqual(["New"]);
});
