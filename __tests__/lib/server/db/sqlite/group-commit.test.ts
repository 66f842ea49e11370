import { sql } from "kysely";
import { groupCommit } from "#lib/server/db/sqlite/group-commit";
import type { DatabaseTransaction } from "#lib/server/db/tables";
import { createPost } from "#lib/server/posts/write";
import { rowsIn, withDatabase } from "#support/database";
import { newPost } from "#support/factories";

const data = withDatabase();

/** How many transactions of SQLite's it took. */
let count: number;
let together: ReturnType<typeof groupCommit>;
beforeEach(() => {
  count = 0;
  together = groupCommit((work) => {
    count += 1;
    return data.db.transaction().execute(work);
  });
});

const make = (title: string) => (trx: DatabaseTransaction) => createPost(trx, newPost({ title }));
const titles = async () => (await rowsIn(data.db, "posts")).map(({ title }) => title);

test("what is asked for at once waits for the disk once", async () => {
  const posts = await Promise.all(["a", "b", "c"].map((title) => together(make(title))));
  expect([posts.map(({ title }) => title), await titles(), count]).toEqual([["a", "b", "c"], ["a", "b", "c"], 1]);
  await together(make("d"));
  expect(count).toBe(2);
});

test("one that fails has not happened, and takes no other along", async () => {
  const fails = async (trx: DatabaseTransaction) => {
    await make("b")(trx);
    throw new Error("no");
  };
  const told = await Promise.allSettled([make("a"), fails, make("c")].map((work) => together(work)));
  expect(told.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect([await titles(), count]).toEqual([["a", "c"], 1]);
});

test("where SQLite takes all of it back, nobody is told otherwise", async () => {
  const full = async (trx: DatabaseTransaction) => {
    await sql`rollback`.execute(trx);
    throw new Error("the disk is full");
  };
  const told = await Promise.allSettled([make("a"), full, make("c")].map((work) => together(work)));
  for (const one of told) expect(one).toMatchObject({ status: "rejected", reason: { message: "the disk is full" } });
  expect(await titles()).toEqual([]);
});
