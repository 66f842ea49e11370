import { copyFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import BetterSqlite from "better-sqlite3";
import { isUnavailable } from "#lib/server/db/errors";
import { openDatabase } from "#lib/server/db/open";
import { canWrite } from "#lib/server/db/readiness";
import { Semaphore } from "#lib/server/db/semaphore";
import { DatabaseFiles } from "#lib/server/db/sqlite/database-files";
import { SqliteWriteDriver } from "#lib/server/db/sqlite/write-driver";
import type { Database } from "#lib/server/db/tables";
import { createPost } from "#lib/server/posts/write";
import { consume } from "#lib/server/quotas";
import { newPost } from "#support/factories";
import { withFolder } from "#support/folder";

const folder = withFolder();
let file: string;
let db: Database;
beforeEach(async () => {
  file = folder.file("octavo.db");
  ({ db } = await openDatabase(`file:${file}`));
  await createPost(db, newPost({ title: "Before" }));
});
afterEach(() => db.destroy());

const writes: Record<string, () => Promise<unknown>> = {
  "a post": () => createPost(db, newPost()),
  "a statement outside a transaction": () =>
    db.insertInto("invitations").values({ id: "a", hash: "a", role: "author", made_at: 0, expires_at: 0 }).execute(),
  "a transaction of another library": () =>
    db.transaction().execute((trx) => trx.updateTable("posts").set({ title: "Changed" }).execute()),
  "a counted request": () => consume(db, { name: "tests", quota: 9, window: 60 }, "ann"),
};

const losses: Record<string, () => string> = {
  "the file is removed": () => {
    rmSync(file);
    return file;
  },
  "the file is moved away": () => {
    renameSync(file, `${file}.away`);
    return file;
  },
  "the file is replaced by a copy": () => {
    copyFileSync(file, `${file}.copy`);
    renameSync(`${file}.copy`, file);
    return file;
  },
  "-wal is removed": () => {
    rmSync(`${file}-wal`);
    return `${file}-wal`;
  },
  "-shm is removed": () => {
    rmSync(`${file}-shm`);
    return `${file}-shm`;
  },
};

describe.each(Object.entries(losses))("SQLite — %s while it is open", (_name, lose) => {
  test.each(Object.entries(writes))(
    "%s — fails as unavailable, and the error names the file",
    async (_write, write) => {
      const lost = lose();
      const error: unknown = await write().catch((failure: unknown) => failure);
      expect(isUnavailable(error)).toBe(true);
      expect(String(error)).toContain(lost);
    },
  );

  test("reads go on, and the database is not ready for writes", async () => {
    expect(await canWrite(db)).toBe(true);
    lose();
    expect(await db.selectFrom("posts").select("title").execute()).toEqual([{ title: "Before" }]);
    while (await canWrite(db)) await new Promise((resolve) => setTimeout(resolve, 20));
  });
});

test("SQLite — the file is put back — writes succeed again, and those that failed are not stored", async () => {
  renameSync(file, `${file}.away`);
  await expect(createPost(db, newPost({ title: "Lost" }))).rejects.toThrow(file);
  renameSync(`${file}.away`, file);
  await createPost(db, newPost({ title: "After" }));
  expect(await db.selectFrom("posts").select("title").execute()).toEqual([{ title: "Before" }, { title: "After" }]);
});

test("SQLite — the file is deleted between the check and the commit — the write is not acknowledged", async () => {
  const files = new DatabaseFiles(file);
  const main = new BetterSqlite(file);
  const check = jest.spyOn(files, "assertUnmoved").mockImplementationOnce(() => rmSync(file));
  const driver = new SqliteWriteDriver(main, main as never, new Semaphore(() => 1), { files });
  await driver.init();
  const connection = await driver.acquireConnection();
  await driver.beginTransaction(connection);
  main.exec("update posts set title = 'Lost'");
  await expect(driver.commitTransaction(connection)).rejects.toThrow(file);
  expect(check).toHaveBeenCalledTimes(2);
  main.close();
});

test("SQLite — opened through a symbolic link — writes succeed", async () => {
  symlinkSync(file, folder.file("link.db"));
  const { db: linked } = await openDatabase(`file:${folder.file("link.db")}`);
  await createPost(linked, newPost());
  await linked.destroy();
});
