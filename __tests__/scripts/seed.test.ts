import { sql } from "kysely";
import { countPosts, countTags } from "#lib/server/posts/list/counts";
import { listPosts } from "#lib/server/posts/list/list";
import type { PostListQuery } from "#lib/shared/post-query";
import { withDatabases } from "#support/databases";
import { engine } from "#support/engine";
import { longTest, sample } from "#support/long";
import { octavo } from "#support/octavo";
import { ANYONE } from "#support/viewers";
import { seedPosts } from "../../scripts/seed/store.ts";

const places = withDatabases();
const make = (url: string, posts: number, ...more: string[]) =>
  octavo(["seed", "--posts", String(posts), "--database", url, ...more]);

test("seedPosts — posts of every kind — found, counted and sorted like posts saved one by one", async () => {
  const url = await places.target();
  expect(await make(url, 1_200)).toEqual({
    status: 0,
    signal: null,
    stdout: "1,200 posts created.\n",
    stderr: "creating posts: 1,200 of 1,200\n",
  });

  const db = await places.open(url);
  const number = (query: PostListQuery) => countPosts(db, query, ANYONE);
  const [drafts, later, trash] = await Promise.all(
    (["draft", "scheduled", "trash"] as const).map((status) => number({ status })),
  );
  for (const some of [drafts, later, trash]) expect(some).toBeGreaterThan(0);
  expect(Number(trash) + Number(drafts) + Number(later) + (await number({}))).toBe(1_200);

  const { posts } = await listPosts(db, { limit: 1 }, ANYONE);
  const [newest] = posts;
  const found = await listPosts(db, { q: newest?.title ?? "" }, ANYONE);
  expect(found.posts.map(({ id }) => id)).toContain(newest?.id);
  const [most, ...others] = await countTags(db, Date.now());
  expect(most).toEqual({ tag: "books", slug: "books", count: await number({ tag: "books" }) });
  expect(most?.count).toBeGreaterThan(100);
  expect(others.length).toBeGreaterThan(100);
  expect(await number({ author: "seed-1" })).toBeGreaterThan(100);
});

test("seedPosts — afterwards — table statistics exist", async () => {
  const url = await places.target();
  await make(url, 100);
  const known =
    engine === "sqlite"
      ? sql`select 1 from sqlite_stat1 where tbl = 'posts'`
      : sql`select 1 from pg_stats where tablename = 'posts'`;
  expect((await known.execute(await places.open(url))).rows).not.toEqual([]);
});

longTest("seedPosts — same seed — same posts on every engine; another seed, other posts", async () => {
  const urls = [await places.target(), places.file("same.db"), places.file("other.db")];
  for (const [at, url] of urls.entries()) await make(url, 300, "--seed", at === 2 ? "8" : "7");
  const [one, same, other] = await Promise.all(urls.map((url) => places.summary(url)));
  for (const table of ["accounts", "revisions", "post_tags", "post_counts"] as const) {
    expect(same?.tables[table]).toEqual(one?.tables[table]);
  }
  expect(other?.tables.revisions).not.toEqual(one?.tables.revisions);
  expect(one?.nextIds.posts).toBe(301);
});

test("octavo seed — database with posts — refused, unchanged", async () => {
  const url = await places.target();
  await make(url, 10);
  const before = await places.summary(url);
  expect(await make(url, 10)).toMatchObject({
    status: 1,
    stdout: "",
    stderr: "octavo: the database has posts already; seed needs one without\n",
  });
  expect(await places.summary(url)).toEqual(before);
});

longTest("seedPosts — stopped — the posts created so far are consistent", async () => {
  const [url, controller] = [await places.target(), new AbortController()];
  const db = await places.open(url);
  const created = await seedPosts(db, 20_000, 1, { onPosts: () => controller.abort(), signal: controller.signal });
  expect(created).toBeGreaterThan(0);
  expect(created).toBeLessThan(20_000);
  const counted = await Promise.all(
    [{}, { status: "draft" }, { status: "scheduled" }, { status: "trash" }].map((query) =>
      countPosts(db, query as PostListQuery, ANYONE),
    ),
  );
  expect(counted.reduce((sum, count) => sum + count)).toBe(created);
});

const WRONG_USAGE: [string[], string][] = [
  [[], "--posts is missing"],
  [["--posts", "0"], "--posts must be a whole number from 1 to 999999999"],
  [["--posts", "1e6"], "--posts must be a whole number from 1 to 999999999"],
  [["--posts", "1", "--seed", "x"], "--seed must be a whole number from 0 to 999999999"],
];
test.each(sample(WRONG_USAGE.slice(1, 2), [...WRONG_USAGE.slice(0, 1), ...WRONG_USAGE.slice(2)]))(
  "octavo seed %j — wrong usage — one line on standard error, exit code 2",
  async (args, line) => {
    expect(await octavo(["seed", ...args])).toMatchObject({ status: 2, stderr: `octavo: ${line}\n` });
  },
);
