import { listAndCount } from "#lib/server/posts/list/list";
import type { PostRow } from "#lib/server/posts/row";
import { createPost, trashPost, updatePost } from "#lib/server/posts/write";
import { deleteTag } from "#lib/server/tags/change";
import { movePosts } from "#lib/server/users/posts-of-deleted";
import type { PostQuery } from "#lib/shared/post-query";
import { withDatabase } from "#support/database";
import { newPost } from "#support/factories";
import { recordingStatements } from "#support/statements";
import { ANYONE, READER } from "#support/viewers";
import { AUTHORS } from "../../../../../scripts/seed/posts.ts";

const TOTAL_MAX = 4;
jest.mock("#lib/server/posts/list/search-limits", () => ({
  SEARCH_TOTAL_MAX: 4,
  SCAN_FIRST: 4,
  SCAN_MAX: 8,
  WINDOW: 4,
}));

/** More than are read at once; the last ones are changed by no change of many: more than a page, and no more than are counted. */
const [POSTS, KEPT] = [2 * TOTAL_MAX + 4, TOTAL_MAX - 1];
const [AUTHOR, OTHER] = ["seed-1", "seed-2"];

const data = withDatabase();
let posts: PostRow[];

beforeEach(async () => {
  const accounts = AUTHORS.slice(0, 2).map((author) => ({ ...author, slug: author.id }));
  await data.db.insertInto("accounts").values(accounts).execute();
  posts = [];
  for (let number = 1; number <= POSTS; number++) {
    const isKept = number > POSTS - KEPT;
    const draft = newPost({ title: `Folio ${number}`, tags: ["Leaf", isKept ? "Quarto bound" : "Quarto"] });
    posts.push(await createPost(data.db, draft, { id: isKept ? OTHER : AUTHOR, name: "" }));
  }
});

/** The first page and the total of a search; an object of the database that has cached nothing confirms them. */
async function searched(filter: PostQuery, now = Date.now()): Promise<{ isCapped: boolean; total: number }> {
  const query = { ...filter, limit: TOTAL_MAX / 2 };
  const found = await listAndCount(data.db, query, READER, now);
  expect(found).toEqual(await listAndCount(recordingStatements(data.db).on, query, READER, now));
  return { isCapped: found.isCapped, total: found.total };
}

const totalOf = (matches: number) => ({ isCapped: matches > TOTAL_MAX, total: Math.min(matches, TOTAL_MAX) });

test.each<[string, (id: string) => Promise<unknown>]>([
  ["is put into the trash", (id) => trashPost(data.db, id, ANYONE)],
  ["becomes a draft", (id) => updatePost(data.db, id, { status: "draft" }, ANYONE)],
  ["is scheduled", (id) => updatePost(data.db, id, { publishedAt: "2999-01-01T00:00:00Z" }, ANYONE)],
  ["loses the word", (id) => updatePost(data.db, id, { title: "Octavo" }, ANYONE)],
])("GET /api/posts — one post after the other %s — the total is exact as soon as there are few", async (_, change) => {
  for (const [at, { id }] of posts.entries()) {
    expect(await searched({ q: "folio" })).toEqual(totalOf(POSTS - at));
    await change(String(id));
  }
  expect(await searched({ q: "folio" })).toEqual(totalOf(0));
});

test.each<[string, PostQuery, () => Promise<unknown>]>([
  ["trashed", { q: "folio" }, () => movePosts(data.db, AUTHOR, { posts: "delete" }, Date.now())],
  ["trashed", { q: "folio", tag: "leaf" }, () => movePosts(data.db, AUTHOR, { posts: "delete" }, Date.now())],
  ["without their tag", { q: "quarto" }, () => deleteTag(data.db, "quarto")],
])("GET /api/posts — many posts at once are %s, search %j — the total is exact", async (_, query, change) => {
  expect(await searched(query)).toEqual(totalOf(POSTS));
  await change();
  expect(await searched(query)).toEqual(totalOf(KEPT));
});

test("GET /api/posts — a clock that is set back, to when most posts were scheduled — the total is exact", async () => {
  const due = Date.now() + 60 * 60 * 1000;
  for (const { id } of posts.slice(KEPT)) {
    await updatePost(data.db, String(id), { publishedAt: new Date(due).toISOString() }, ANYONE);
  }
  expect(await searched({ q: "folio" }, due)).toEqual(totalOf(POSTS));
  expect(await searched({ q: "folio" })).toEqual(totalOf(KEPT));
});

test("GET /api/posts — a search with many matches, after a change — matches are read again only when there may be few", async () => {
  const { on, statements } = recordingStatements(data.db);
  /** Whether the search index was read, other than for the rows of a page. */
  async function readsMatches(): Promise<boolean> {
    statements.length = 0;
    await listAndCount(on, { q: "folio", sort: "-publishedAt", limit: 2 }, READER);
    return statements.some((statement) => /as found/.test(statement));
  }
  expect(await readsMatches()).toBe(true);
  // Each of them may end a match, as far as is known.
  for (let change = 1; change <= TOTAL_MAX; change++) {
    await createPost(on, newPost({ title: "Octavo" }));
    expect(await readsMatches()).toBe(false);
  }
  await createPost(on, newPost({ title: "Octavo" }));
  expect(await readsMatches()).toBe(true);
  expect(await readsMatches()).toBe(false);
});
