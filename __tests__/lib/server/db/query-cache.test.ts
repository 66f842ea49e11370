import { openDatabase } from "#lib/server/db/open";
import { executeCached } from "#lib/server/db/query-cache";
import type { Database } from "#lib/server/db/tables";
import { newDatabase, type TestDatabase } from "#support/database";

let made: TestDatabase;
let db: Database;
beforeAll(async () => {
  made = await newDatabase();
  ({ db } = await openDatabase(made.url));
  const rows = ["a", "b", "c", "d"].map((name, at) => ({ kind: "tag" as const, name, posts: at + 1 }));
  await db.insertInto("post_counts").values(rows).execute();
});
afterAll(async () => {
  await db.destroy();
  await made.remove();
});

const built = jest.fn();
beforeEach(() => built.mockClear());

type Values = { more: number; fewer?: number | undefined };

/** The tags with more posts than that, and with fewer, where that is asked. */
async function tags(db: Database, name: string, values: Values): Promise<string> {
  const rows = await executeCached(db, name, values, ({ fewer, more }) => {
    built();
    const all = db.selectFrom("post_counts").select("name").where("posts", ">", more).orderBy("name");
    return fewer === undefined ? all : all.where("posts", "<", fewer);
  });
  return rows.map(({ name }) => name).join("");
}

test("a query is built once, and asked with other values", async () => {
  expect(await tags(db, "again", { more: 1 })).toBe("bcd");
  expect(await tags(db, "again", { more: 3 })).toBe("d");
  expect(await tags(db, "again", { more: 9 })).toBe("");
  expect(built).toHaveBeenCalledTimes(1);
});

test("a value that is left out makes another query, and so does another name", async () => {
  expect(await tags(db, "bounded", { more: 1, fewer: 4 })).toBe("bc");
  expect(await tags(db, "bounded", { more: 1, fewer: undefined })).toBe("bcd");
  expect(await tags(db, "bounded", { more: 1 })).toBe("bcd");
  expect(built).toHaveBeenCalledTimes(2);
  await tags(db, "other", { more: 1 });
  expect(built).toHaveBeenCalledTimes(3);
});

test("it is part of the transaction in which it is asked", async () => {
  await tags(db, "within", { more: 4 });
  await expect(
    db.transaction().execute(async (trx) => {
      await trx.insertInto("post_counts").values({ kind: "tag", name: "e", posts: 5 }).execute();
      expect(await tags(trx, "within", { more: 4 })).toBe("e");
      throw new Error("taken back");
    }),
  ).rejects.toThrow("taken back");
  expect(await tags(db, "within", { more: 4 })).toBe("");
  expect(built).toHaveBeenCalledTimes(1);
});

test("what a query holds cannot depend on a value", async () => {
  const reckoned = executeCached(db, "reckoned", { more: 1 }, ({ more }) =>
    db
      .selectFrom("post_counts")
      .select("name")
      .where("posts", ">", more + 1),
  );
  await expect(reckoned).rejects.toThrow("compiled for any more");
});

test("what a plugin makes of a query is not kept for those who have none", async () => {
  const seen = jest.fn();
  const watched = db.withPlugin({
    transformQuery: ({ node }) => {
      seen();
      return node;
    },
    transformResult: async ({ result }) => result,
  });
  await tags(db, "watched", { more: 1 });
  expect(await tags(watched, "watched", { more: 3 })).toBe("d");
  expect(seen).toHaveBeenCalled();
});

test("only so many are kept", async () => {
  await tags(db, "first", { more: 1 });
  for (let n = 0; n < 500; n++) await tags(db, `many ${n}`, { more: 1 });
  built.mockClear();
  await tags(db, "first", { more: 1 });
  expect(built).toHaveBeenCalledTimes(1);
});
