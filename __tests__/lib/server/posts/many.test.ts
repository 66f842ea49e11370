import { listAndCount, listPosts } from "#lib/server/posts/list/list";
import { SEARCH_TOTAL_MAX } from "#lib/server/posts/list/search-limits";
import { parseTags } from "#lib/server/posts/row";
import type { PlannedQuery } from "#support/arbitraries";
import { isLong } from "#support/long";
import { Model } from "#support/post-model";
import { withSeededDatabase } from "#support/seeded-database";
import { ANYONE } from "#support/viewers";

/** So low that a search takes all ways: few matches, pages filled by one or more scans, and windows of sorted matches. */
jest.mock("#lib/server/posts/list/search-limits", () => ({
  SEARCH_TOTAL_MAX: process.env.OCTAVO_LONG_TESTS === "true" ? 50 : 20,
  SCAN_FIRST: 10,
  SCAN_MAX: 80,
  WINDOW: 30,
}));

/** Enough for a frequent word to have more matches than are counted, in the titles too. */
const POSTS = isLong ? 2_000 : 600;

const seeded = withSeededDatabase(POSTS);
const model = new Model();

beforeAll(async () => {
  model.now = Date.now();
  const rows = await seeded.db.selectFrom("posts").selectAll().orderBy("id").execute();
  model.posts = rows.map((row) => {
    const { author_id, content, created_at, id, published_at, status, title, trashed_at, updated_at } = row;
    const save = { title, content, excerpt: undefined, tags: parseTags(row), status };
    const dates = { publishedAt: published_at, savedAt: updated_at };
    return { id, author: author_id, createdAt: created_at, trashedAt: trashed_at, saves: [{ ...save, ...dates }] };
  });
});

/** The ids of a whole list, and the total of its first page. @param limit posts per page */
async function readAll(query: PlannedQuery, limit: number): Promise<{ ids: number[]; total: number }> {
  const { next, posts, total } = await listAndCount(seeded.db, { ...query, limit }, ANYONE, model.now);
  const ids = posts.map(({ id }) => id);
  for (let after = next; after !== undefined; ) {
    const page = await listPosts(seeded.db, { ...query, limit, after }, ANYONE, model.now);
    ids.push(...page.posts.map(({ id }) => id));
    expect(ids.length).toBeLessThanOrEqual(POSTS);
    after = page.next;
  }
  return { ids, total };
}

test.each<PlannedQuery>([
  { q: "the" },
  { q: "th" },
  { q: "the of" },
  { q: "books" },
  { q: "garden" },
  { q: "one" },
  { q: "before" },
  { q: "the before" },
  { q: "one", sort: "-publishedAt" },
  { q: "the", sort: "title" },
  { q: "the", sort: "publishedAt" },
  { q: "th", sort: "-updatedAt" },
  { q: "the", tag: "books" },
  { q: "the", author: "seed-1" },
  { q: "the", status: "draft" },
  { q: "the", status: "trash", sort: "-title" },
  { tag: "books" },
  { tag: "books", author: "seed-2", sort: "title" },
  { author: "seed-8" },
  {},
])("listPosts — %j, all pages — the posts of the model, each once", async (query) => {
  const expected = model.list(query).map(({ id }) => id);
  expect(expected.length).toBeGreaterThan(isLong ? 10 : 2);
  for (const limit of [7, 100]) {
    // A list of a single page is counted by its posts.
    const isCounted = query.q === undefined || expected.length <= limit;
    const total = isCounted ? expected.length : Math.min(expected.length, SEARCH_TOTAL_MAX);
    expect(await readAll(query, limit)).toEqual({ ids: expected, total });
  }
});

test("seeded posts — frequent words — more matches than SEARCH_TOTAL_MAX", () => {
  expect(model.list({ q: "the" }).length).toBeGreaterThan(SEARCH_TOTAL_MAX);
  expect(model.list({ q: "th" }).filter((post) => model.sortKeyOf(post, { q: "th" })[0] === 1).length).toBeGreaterThan(
    SEARCH_TOTAL_MAX,
  );
});
