import { openDatabase } from "#lib/server/db/open";
import { compiledQuery, compiledTogether } from "#lib/server/db/query-cache";
import type { Database } from "#lib/server/db/tables";
import { newDatabase, type TestDatabase } from "#support/database";

let created: TestDatabase;
let db: Database;
beforeAll(async () => {
  created = await newDatabase();
  ({ db } = await openDatabase(created.url));
  const rows = ["a", "b", "c", "d"].map((name, index) => ({ kind: "tag" as const, name, posts: index + 1 }));
  await db.insertInto("post_counts").values(rows).execute();
});
afterAll(async () => {
  await db.destroy();
  await created.remove();
});

const build = jest.fn();
beforeEach(() => build.mockClear());

type Params = { more: number; fewer?: number | undefined };

/** Declares a query for the tags with more posts than `more`, and with fewer than `fewer`, where that is given. */
function declareTags() {
  const query = compiledQuery((db, { fewer, more }: Params, order: "asc" | "desc") => {
    build();
    const all = db.selectFrom("post_counts").select("name").where("posts", ">", more).orderBy("name", order);
    return fewer === undefined ? all : all.where("posts", "<", fewer);
  });
  return async (db: Database, params: Params, order: "asc" | "desc" = "asc") =>
    (await query(db, params, order)).map(({ name }) => name).join("");
}

test("compiledQuery — executed with other params — compiled once", async () => {
  const tags = declareTags();
  expect(await tags(db, { more: 1 })).toBe("bcd");
  expect(await tags(db, { more: 3 })).toBe("d");
  expect(await tags(db, { more: 9 })).toBe("");
  expect(build).toHaveBeenCalledTimes(1);
});

test("compiledQuery — another variant, or a param left out — compiled on its own", async () => {
  const tags = declareTags();
  expect(await tags(db, { more: 1, fewer: 4 })).toBe("bc");
  expect(await tags(db, { more: 1, fewer: undefined })).toBe("bcd");
  expect(await tags(db, { more: 1 })).toBe("bcd");
  expect(build).toHaveBeenCalledTimes(2);
  expect(await tags(db, { more: 1 }, "desc")).toBe("dcb");
  expect(await tags(db, { more: 1 })).toBe("bcd");
  expect(build).toHaveBeenCalledTimes(3);
});

test("compiledQuery — two queries with the same params and variant — each runs its own SQL", async () => {
  const above = compiledQuery((db, { posts }: { posts: number }) =>
    db.selectFrom("post_counts").select("name").where("posts", ">", posts),
  );
  const exactly = compiledQuery((db, { posts }: { posts: number }) =>
    db.selectFrom("post_counts").select("name").where("posts", "=", posts),
  );
  expect(await above(db, { posts: 3 })).toEqual([{ name: "d" }]);
  expect(await exactly(db, { posts: 3 })).toEqual([{ name: "c" }]);
});

test("compiledQuery — inside a transaction — sees its changes", async () => {
  const tags = declareTags();
  await tags(db, { more: 4 });
  await expect(
    db.transaction().execute(async (trx) => {
      await trx.insertInto("post_counts").values({ kind: "tag", name: "e", posts: 5 }).execute();
      expect(await tags(trx, { more: 4 })).toBe("e");
      throw new Error("roll back");
    }),
  ).rejects.toThrow("roll back");
  expect(await tags(db, { more: 4 })).toBe("");
  expect(build).toHaveBeenCalledTimes(1);
});

test("compiledQuery — rows among the params — compiled once for each number of rows", async () => {
  const withNames = compiledQuery((db, { names }: { names: { name: string }[] }) => {
    build();
    const all = db.selectFrom("post_counts").select("posts").orderBy("posts");
    return names.length === 0
      ? all
      : all.where(
          "name",
          "in",
          names.map(({ name }) => name),
        );
  });
  const posts = async (...names: string[]) =>
    (await withNames(db, { names: names.map((name) => ({ name })) })).map(({ posts }) => posts);
  expect(await posts("a", "c")).toEqual([1, 3]);
  expect(await posts("d", "b")).toEqual([2, 4]);
  expect(build).toHaveBeenCalledTimes(1);
  expect(await posts("b")).toEqual([2]);
  expect(await posts()).toEqual([1, 2, 3, 4]);
  expect(build).toHaveBeenCalledTimes(3);
});

test("compiledQuery — rows with other columns among the params — another variant", async () => {
  const named = compiledQuery((db, { rows: [row = {}] }: { rows: { name?: string; posts?: number }[] }) => {
    const all = db.selectFrom("post_counts").select("name");
    return row.name === undefined ? all.where("posts", "=", row.posts ?? 0) : all.where("name", "=", row.name);
  });
  expect(await named(db, { rows: [{ name: "a" }] })).toEqual([{ name: "a" }]);
  expect(await named(db, { rows: [{ posts: 2 }] })).toEqual([{ name: "b" }]);
});

test("compiledTogether — several statements — each executed with its values, compiled once", async () => {
  const add = compiledTogether((db, { name, rows }: { name: string; rows: { name: string; posts: number }[] }) => {
    build();
    return [
      db.updateTable("post_counts").set({ posts: 0 }).where("name", "=", name),
      db.insertInto("post_counts").values(rows.map((row) => ({ kind: "author" as const, ...row }))),
    ];
  });
  const rowsBelow = async (trx: Database) =>
    (
      await trx.selectFrom("post_counts").select(["name", "posts"]).where("posts", "<", 1).orderBy("name").execute()
    ).map(({ name, posts }) => `${name} ${posts}`);
  await expect(
    db.transaction().execute(async (trx) => {
      await add(trx, { name: "a", rows: [{ name: "x", posts: -1 }] });
      await add(trx, { name: "b", rows: [{ name: "y", posts: -2 }] });
      expect(await rowsBelow(trx)).toEqual(["a 0", "b 0", "x -1", "y -2"]);
      throw new Error("roll back");
    }),
  ).rejects.toThrow("roll back");
  expect(build).toHaveBeenCalledTimes(1);
});

test("compiledQuery — the builder computes with a param — throws", async () => {
  const computed = compiledQuery((db, { more }: Params) =>
    db
      .selectFrom("post_counts")
      .select("name")
      .where("posts", ">", more + 1),
  );
  await expect(computed(db, { more: 1 })).rejects.toThrow("compiled for any more");
});

test("compiledQuery — a database with a plugin — not cached", async () => {
  const tags = declareTags();
  const transform = jest.fn();
  const watched = db.withPlugin({
    transformQuery: ({ node }) => {
      transform();
      return node;
    },
    transformResult: async ({ result }) => result,
  });
  await tags(db, { more: 1 });
  expect(await tags(watched, { more: 3 })).toBe("d");
  expect(transform).toHaveBeenCalled();
});

test("compiledQuery — more variants than are cached — the least recently used one is compiled again", async () => {
  const limited = compiledQuery((db, _: object, limit: number) => {
    build();
    return db.selectFrom("post_counts").select("name").limit(limit);
  });
  for (let limit = 0; limit <= 500; limit++) await limited(db, {}, limit);
  build.mockClear();
  await limited(db, {}, 500);
  expect(build).not.toHaveBeenCalled();
  await limited(db, {}, 0);
  expect(build).toHaveBeenCalledTimes(1);
});

test("compiledQuery — two databases — each has its own cache", async () => {
  const tags = declareTags();
  const other = await newDatabase();
  const { db: otherDb } = await openDatabase(other.url);
  try {
    await tags(db, { more: 1 });
    expect(await tags(otherDb, { more: 1 })).toBe("");
    expect(build).toHaveBeenCalledTimes(2);
  } finally {
    await otherDb.destroy();
    await other.remove();
  }
});
