import { setImmediate as nextTurn } from "node:timers/promises";
import { sql } from "kysely";
import { groupCommit } from "#lib/server/db/sqlite/group-commit";
import type { DatabaseTransaction } from "#lib/server/db/tables";
import { createPost } from "#lib/server/posts/write";
import { rowsIn, withDatabase } from "#support/database";
import { newPost } from "#support/factories";

const data = withDatabase();

/** The number of SQLite transactions. */
let count: number;
let grouped: ReturnType<typeof groupCommit>;
beforeEach(() => {
  count = 0;
  grouped = groupCommit((work) => {
    count += 1;
    return data.db.transaction().execute(work);
  });
});

const make = (title: string) => (trx: DatabaseTransaction) => createPost(trx, newPost({ title }));
const titles = async () => (await rowsIn(data.db, "posts")).map(({ title }) => title);

test("groupCommit — concurrent work — one transaction", async () => {
  const posts = await Promise.all(["a", "b", "c"].map((title) => grouped(make(title))));
  expect([posts.map(({ title }) => title), await titles(), count]).toEqual([["a", "b", "c"], ["a", "b", "c"], 1]);
  await grouped(make("d"));
  expect(count).toBe(2);
});

test("groupCommit — work in each turn of the event loop — one transaction where it gathers, until a turn brings none", async () => {
  const gathering = groupCommit((work) => {
    count += 1;
    return data.db.transaction().execute(work);
  }, true);
  for (const [group, transactions] of [
    [gathering, 1],
    [grouped, 3],
  ] as const) {
    count = 0;
    const stored: Promise<unknown>[] = [];
    for (const title of ["a", "b", "c"]) {
      stored.push(group(make(title)));
      await nextTurn();
    }
    await Promise.all(stored);
    expect(count).toBe(transactions);
  }
});

test("groupCommit — more work than a group holds — commits without waiting for more", async () => {
  const gathering = groupCommit((work) => {
    count += 1;
    return data.db.transaction().execute(work);
  }, true);
  await Promise.all(Array.from({ length: 40 }, () => gathering(async () => {})));
  expect(count).toBe(2);
});

test("groupCommit — one of three fails — rolled back alone, the others commit", async () => {
  const fails = async (trx: DatabaseTransaction) => {
    await make("b")(trx);
    throw new Error("no");
  };
  const outcomes = await Promise.allSettled([make("a"), fails, make("c")].map((work) => grouped(work)));
  expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect([await titles(), count]).toEqual([["a", "c"], 1]);
});

test("groupCommit — SQLite rolls back the whole transaction — all reject", async () => {
  const full = async (trx: DatabaseTransaction) => {
    await sql`rollback`.execute(trx);
    throw new Error("the disk is full");
  };
  const outcomes = await Promise.allSettled([make("a"), full, make("c")].map((work) => grouped(work)));
  for (const one of outcomes)
    expect(one).toMatchObject({ status: "rejected", reason: { message: "the disk is full" } });
  expect(await titles()).toEqual([]);
});
