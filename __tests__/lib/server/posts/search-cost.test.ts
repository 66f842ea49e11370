import { inTransaction } from "#lib/server/db/transaction";
import { indexPosts } from "#lib/server/posts/index-posts";
import { listAndCount } from "#lib/server/posts/list/list";
import { createPost } from "#lib/server/posts/write";
import { SORTS } from "#lib/shared/list-options";
import { PAGE_MAX } from "#lib/shared/params";
import type { PostQuery } from "#lib/shared/post-query";
import { engine } from "#support/engine";
import { withSeededDatabase } from "#support/seeded-database";
import { recordingStatements } from "#support/statements";
import { READER } from "#support/viewers";

const TOTAL_MAX = 400;
jest.mock("#lib/server/posts/list/search-limits", () => ({
  ...jest.requireActual("#lib/server/posts/list/search-limits"),
  SEARCH_TOTAL_MAX: 400,
}));

const POSTS = 1_200;
/** A prefix of words in nine posts of ten, and a word in one of twenty. */
const [MANY, FEW] = ["th", "bread"];
const AUTHOR = "seed-1";

const seeded = withSeededDatabase(POSTS);

const IS_MATCH = engine === "sqlite" ? / match /i : / @@ /;

/** A search that counts its queries of the full-text index; each has its own caches. */
function searcher() {
  const { on, statements } = recordingStatements(seeded.db);
  return async (query: PostQuery) => {
    statements.length = 0;
    const { isCapped, next, posts, total } = await listAndCount(on, query, READER);
    const matches = statements.filter((statement) => IS_MATCH.test(statement)).length;
    return { ids: posts.map(({ id }) => id), isCapped, matches, next, statements: statements.length, total };
  };
}

describe.each([{ q: FEW }, { q: `${FEW} ` }, { q: FEW, tag: "books" }, { q: FEW, author: AUTHOR }])(
  "GET /api/posts — %j, few matches",
  (query) => {
    test("another limit, other fields, another sort, the next page — the full-text index is not queried again", async () => {
      const search = searcher();
      const { matches, next, ids } = await search({ ...query, limit: 2 });
      expect(matches).toBeGreaterThan(0);
      expect(next).toBeDefined();
      expect((await search({ ...query, limit: 3 })).matches).toBe(0);
      expect((await search({ ...query, limit: 2, fields: ["id"] })).matches).toBe(0);
      for (const sort of SORTS) expect(await search({ ...query, sort, limit: 2 })).toMatchObject({ matches: 0 });
      const second = await search({ ...query, limit: 2, after: next });
      expect(second).toMatchObject({ matches: 0 });
      expect((await search({ ...query, limit: 4 })).ids).toEqual([...ids, ...second.ids]);
    });

    test("only another limit — one statement reads the posts, matches are not sorted again", async () => {
      const search = searcher();
      await search({ ...query, limit: 2 });
      expect((await search({ ...query, limit: 3 })).statements).toBe(1);
    });
  },
);

describe("GET /api/posts — more matches than are counted", () => {
  test("total — SEARCH_TOTAL_MAX, isCapped", async () => {
    expect(await searcher()({ q: MANY })).toMatchObject({ total: TOTAL_MAX, isCapped: true });
    expect(await searcher()({ q: MANY, status: undefined, sort: "title" })).toMatchObject({ isCapped: true });
  });

  test.each([undefined, ...SORTS])(
    "sort %s, another limit and other fields — the full-text index is not queried again",
    async (sort) => {
      const search = searcher();
      const { matches } = await search({ q: MANY, sort, limit: 2 });
      expect(matches).toBeGreaterThan(0);
      expect((await search({ q: MANY, sort, limit: 3 })).statements).toBe(1);
      expect((await search({ q: MANY, sort, limit: 20, fields: ["id"] })).statements).toBe(1);
    },
  );

  test("the next page — reuses the matches of the first one", async () => {
    const search = searcher();
    const { ids, next } = await search({ q: MANY, limit: 5 });
    const second = await search({ q: MANY, limit: 5, after: next });
    expect(second.matches).toBe(0);
    expect((await searcher()({ q: MANY, limit: 10 })).ids).toEqual([...ids, ...second.ids]);
  });

  test("a tag with few posts — the total is exact", async () => {
    const all = await searcher()({ q: MANY, tag: "books", limit: PAGE_MAX });
    expect(all).toMatchObject({ isCapped: false });
    expect(all.total).toBeLessThan(TOTAL_MAX);
  });
});

describe("GET /api/posts — words with signs", () => {
  /** In more posts than are counted, and in few; the common sign is in all of them. */
  const [MANY_SIGNS, FEW_SIGNS] = ["c++", "node.js"];

  beforeAll(async () => {
    await inTransaction(seeded.db, async (trx) => {
      const posts = await trx.selectFrom("posts").select(["id", "title", "tags"]).orderBy("id").execute();
      const content = (at: number) => `${at < TOTAL_MAX + 100 ? "C++" : "c"}, v1.0, ${at < 30 ? "node.js" : "node"}`;
      await indexPosts(
        trx,
        posts.map((post, at) => ({ ...post, content: content(at) })),
      );
    });
  });

  test("more than are counted — total SEARCH_TOTAL_MAX, isCapped", async () => {
    for (const q of [MANY_SIGNS, "v1.0", "C+"]) {
      expect(await searcher()({ q, limit: 5 })).toMatchObject({ total: TOTAL_MAX, isCapped: true });
    }
  });

  test.each([MANY_SIGNS, FEW_SIGNS])(
    "%s, another limit and other fields — the full-text index is not queried again",
    async (q) => {
      const search = searcher();
      const { matches, ids, next } = await search({ q, limit: 2 });
      expect(matches).toBeGreaterThan(0);
      expect((await search({ q, limit: 4, fields: ["id"] })).statements).toBe(1);
      const second = await search({ q, limit: 2, after: next });
      expect(second.matches).toBe(0);
      expect((await search({ q, limit: 4 })).ids).toEqual([...ids, ...second.ids]);
    },
  );

  test("few — the total is exact", async () => {
    expect(await searcher()({ q: FEW_SIGNS })).toMatchObject({ total: 30, isCapped: false });
  });

  test.each(["++", "#", ".", "& / +"])("%s, signs alone — no posts, no statement", async (q) => {
    const search = searcher();
    await search({ q: FEW });
    expect(await search({ q })).toMatchObject({ ids: [], total: 0, isCapped: false, statements: 0 });
  });
});

test("GET /api/posts — 20 equal searches at once — as many index queries as one", async () => {
  const { on, statements } = recordingStatements(seeded.db);
  const matches = () => statements.filter((statement) => IS_MATCH.test(statement)).length;
  await listAndCount(on, { q: FEW }, READER);
  const byOne = matches();
  const other = recordingStatements(seeded.db);
  await Promise.all(Array.from({ length: 20 }, (_, at) => listAndCount(other.on, { q: FEW, limit: at + 1 }, READER)));
  expect(other.statements.filter((statement) => IS_MATCH.test(statement))).toHaveLength(byOne);
});

test("GET /api/posts — a post is published — the next search finds it, and an older cursor continues after its post", async () => {
  const search = searcher();
  const before = await search({ q: FEW, limit: 2 });
  const { id } = await createPost(
    seeded.db,
    { title: `${FEW} of today`, content: "x", tags: [], status: "published" },
    null,
  );
  const after = await search({ q: FEW, limit: 3 });
  expect(after.matches).toBeGreaterThan(0);
  expect(after.total).toBe(before.total + 1);
  expect(after.ids).toEqual([id, ...before.ids]);
  const behind = await search({ q: FEW, limit: 2, after: before.next });
  expect(behind.ids).not.toEqual(expect.arrayContaining(before.ids));
  expect((await search({ q: FEW, limit: 5 })).ids).toEqual([id, ...before.ids, ...behind.ids]);
});
