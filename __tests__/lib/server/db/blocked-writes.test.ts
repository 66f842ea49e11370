import BetterSqlite from "better-sqlite3";
import { sql } from "kysely";
import { openDatabase } from "#lib/server/db/open";
import type { Database } from "#lib/server/db/tables";
import { createPost } from "#lib/server/posts/write";
import { newPost } from "#support/factories";
import { withFolder } from "#support/folder";

const folder = withFolder();
let db: Database;
let other: BetterSqlite.Database;
beforeEach(async () => {
  ({ db } = await openDatabase(`file:${folder.file("octavo.db")}`));
  await createPost(db, newPost());
  other = new BetterSqlite(folder.file("octavo.db"));
});
afterEach(async () => {
  other.close();
  await db.destroy();
});

const titles = () => db.selectFrom("posts").select("title").execute();

test("SQLite — a transaction of this process is open — reads go on and do not see it", async () => {
  await db.transaction().execute(async (trx) => {
    await trx.updateTable("posts").set({ title: "Changed" }).execute();
    expect(await titles()).toEqual([{ title: "Hello" }]);
  });
  expect(await titles()).toEqual([{ title: "Changed" }]);
});

const writes: Record<string, () => Promise<unknown>> = {
  "a statement outside a transaction": () => db.updateTable("posts").set({ title: "Changed" }).execute(),
  "a transaction of another library": () =>
    db.transaction().execute((trx) => trx.updateTable("posts").set({ title: "Changed" }).execute()),
};

test.each(Object.entries(writes))(
  "SQLite — %s meets another process's lock — waits, and reads go on",
  async (_name, write) => {
    other.exec("begin immediate");
    let isDone = false;
    const writing = write().finally(() => {
      isDone = true;
    });
    for (let reads = 0; reads < 5; reads++) {
      expect(await titles()).toEqual([{ title: "Hello" }]);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(isDone).toBe(false);
    other.exec("rollback");
    await writing;
    expect(await titles()).toEqual([{ title: "Changed" }]);
  },
);

test.each(Object.entries(writes))("SQLite — %s meets a lock for too long — SQLITE_BUSY", async (_name, write) => {
  await sql`pragma busy_timeout = 50`.execute(db);
  other.exec("begin immediate");
  await expect(write()).rejects.toMatchObject({ code: "SQLITE_BUSY" });
  other.exec("rollback");
  await write();
});

test("SQLite — a read with a common table expression while another process has the lock — goes on", async () => {
  await sql`pragma busy_timeout = 50`.execute(db);
  other.exec("begin immediate");
  const { rows } = await sql`with near as materialized (select title from posts) select title from near`.execute(db);
  expect(rows).toEqual([{ title: "Hello" }]);
});

test("SQLite — a write with a common table expression — treated as a write", async () => {
  await sql`with new as (select 'Changed' as title) update posts set title = (select title from new)`.execute(db);
  expect(await titles()).toEqual([{ title: "Changed" }]);
});
