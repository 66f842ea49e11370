import { sql } from "kysely";
import { Migrator } from "kysely/migration";
import { contentVersion } from "#lib/server/content-version";
import { getEngine } from "#lib/server/db/engine";
import { migrations } from "#lib/server/db/migrate";
import { connect, openDatabase } from "#lib/server/db/open";
import { newPostColumns, revisionRow } from "#lib/server/posts/columns";
import { indexPosts } from "#lib/server/posts/index-posts";
import { countPosts, countTags } from "#lib/server/posts/list/counts";
import { listPosts } from "#lib/server/posts/list/list";
import { requirePost } from "#lib/server/posts/read";
import { requireRevision } from "#lib/server/posts/revisions";
import { authoredText, type PostRow, parseTags, toPost, toRevision } from "#lib/server/posts/row";
import { tagRows } from "#lib/server/posts/tags";
import { createPost, updatePost } from "#lib/server/posts/write";
import { renameTag } from "#lib/server/tags/change";
import type { PostListQuery } from "#lib/shared/post-query";
import { type NewPost, PostReplacement } from "#lib/shared/posts";
import { newDatabase, type TestDatabase } from "#support/database";
import { ANYONE, READER } from "#support/viewers";

const NOW = Date.UTC(2026, 0, 1);

let testDatabase: TestDatabase;
beforeEach(async () => {
  testDatabase = await newDatabase();
});
afterEach(() => testDatabase.remove());

/** Creates a database with posts, migrated up to but not including the migration number `before`. */
async function makeOld(
  posts: (Partial<NewPost> & { author?: string; isTrashed?: boolean })[],
  before = "006",
): Promise<void> {
  const db = await connect(testDatabase.url, "serve");
  const old = Object.fromEntries(Object.entries(migrations).filter(([name]) => name < before));
  const { error } = await new Migrator({ db, provider: { getMigrations: async () => old } }).migrateToLatest();
  expect(error).toBeUndefined();
  const tables = await db.introspection.getTables();
  const known = tables.find(({ name }) => name === "posts")?.columns.map(({ name }) => name) ?? [];
  for (const { author = null, isTrashed, ...draft } of posts) {
    const columns = newPostColumns({ title: "A post", content: "Its text", ...draft }, "Its text", NOW);
    const row = { ...columns, author_id: author, trashed_at: isTrashed ? NOW : null };
    const old = Object.fromEntries(Object.entries(row).filter(([name]) => known.includes(name))) as typeof row;
    const { id } = await db.insertInto("posts").values(old).returning("id").executeTakeFirstOrThrow();
    const isSorted = before > "006";
    const tags = isSorted ? tagRows({ id, ...row }) : (draft.tags ?? []).map((tag) => ({ post_id: id, tag }));
    if (tags.length > 0) {
      await db
        .insertInto("post_tags")
        .values(tags as never)
        .execute();
    }
  }
  await db.destroy();
}

test("migration 006 — posts without counters — counted and listed", async () => {
  await makeOld([
    { title: "One", tags: ["a", "b"], author: "ann" },
    { title: "Two", tags: ["a"], author: "ann" },
    { title: "Three" },
    { title: "Later", tags: ["a"], publishedAt: "2999-01-01T00:00:00.000Z" },
    { title: "Draft", tags: ["a", "c"], status: "draft", author: "bob" },
    { title: "Trash", tags: ["a", "c"], isTrashed: true },
  ]);
  const { db, isNew } = await openDatabase(testDatabase.url);
  expect(isNew).toBe(false);

  const count = (query: PostListQuery, now = NOW) => countPosts(db, query, READER, now);
  expect(await count({})).toBe(3);
  expect(await count({ author: "ann" })).toBe(2);
  expect(await count({ author: "bob" })).toBe(0);
  expect(await countTags(db, NOW)).toEqual([
    { tag: "a", count: 2, slug: "a" },
    { tag: "b", count: 1, slug: "b" },
  ]);
  expect(await count({ tag: "a" }, Date.UTC(2999, 0, 1))).toBe(3);
  const { posts } = await listPosts(db, { tag: "a", sort: "title" }, READER, NOW);
  expect(posts.map(({ title }) => title)).toEqual(["One", "Two"]);

  const all = await db.selectFrom("posts").selectAll().execute();
  const rows = await db.selectFrom("post_tags").selectAll().execute();
  expect(rows).toHaveLength(8);
  expect(rows).toEqual(expect.arrayContaining(all.flatMap(tagRows)));
  await db.destroy();
});

test("migration 009 — tags without names — each tag is its own name and slug", async () => {
  await makeOld(
    [
      { title: "One", tags: ["cafe-noir", "b"] },
      { title: "Two", tags: ["b"] },
      { title: "Draft", tags: ["c"], status: "draft" },
    ],
    "009",
  );
  const { db } = await openDatabase(testDatabase.url);
  const tags = await db.selectFrom("tags").selectAll().orderBy("key").execute();
  expect(tags).toEqual(["b", "c", "cafe-noir"].map((tag) => ({ key: tag, name: tag, slug: tag, target: null })));
  for (const tag of ["cafe-noir", "Café Noir"]) {
    const { posts } = await listPosts(db, { tag }, READER, NOW);
    expect(posts.map(({ title }) => title)).toEqual(["One"]);
  }
  const { tags: saved } = await createPost(db, { title: "New", content: "Text", tags: ["B", "Café Noir"] });
  expect(parseTags({ tags: saved })).toEqual(["b", "Café Noir"]);
  expect((await renameTag(db, "b", "Books", NOW)).slug).toBe("books");
  await db.destroy();
});

test("migration 006 — no posts — no counters", async () => {
  await makeOld([]);
  const { db } = await openDatabase(testDatabase.url);
  expect(await db.selectFrom("post_counts").selectAll().execute()).toEqual([]);
  expect(await countPosts(db, {}, READER)).toBe(0);
  await db.destroy();
});

test("migration 008 — search without prefixes — prefixes found", async () => {
  const words = ["Bread and salt", "Breadth", "Brevity", "Tea", "東京都"];
  await makeOld([...words.map((title) => ({ title })), { title: "Bread draft", status: "draft" as const }], "008");
  // More than one batch of the migration, with ids that are not consecutive.
  const db = await connect(testDatabase.url, "serve");
  const posts = await db.selectFrom("posts").selectAll().execute();
  await indexPosts(db, posts as PostRow[]);
  const [first] = posts;
  const rows = Array.from({ length: 450 }, (_, at) => ({ ...first, id: 1_000 + 3 * at, title: `Crowd ${at}` }));
  await db
    .insertInto("posts")
    .values(rows as never)
    .execute();
  await indexPosts(db, rows as unknown as PostRow[]);
  await db.destroy();

  const { db: opened } = await openDatabase(testDatabase.url);
  const found = async (q: string, on = opened) => {
    const { posts } = await listPosts(on, { q, sort: "title", limit: 100 }, READER, NOW);
    return posts.map(({ title }) => title);
  };
  expect(await found("bread")).toEqual(["Bread and salt", "Breadth"]);
  expect(await found("br")).toEqual(["Bread and salt", "Breadth", "Brevity"]);
  expect(await found("京")).toEqual(["東京都"]);
  expect(await found("crowd 449")).toEqual(["Crowd 449"]);
  expect(await countPosts(opened, { q: "crow" }, READER, NOW)).toBe(450);
  if (getEngine(opened).name === "sqlite") {
    const { rows } = await sql<{ sql: string }>`select sql from sqlite_schema where name = 'posts_search'`.execute(
      opened,
    );
    expect(rows[0]?.sql).toMatch(/prefix = '2 3'/);
  }
  await opened.destroy();
});

test("migration 012 — search without signs — posts found and sorted by the new words", async () => {
  const titles = ["Łódź", "C++", "Lyon", "Mainz"];
  const long = Array.from({ length: 12 }, (_, at) => ({ title: `Long ${at}`, content: `${"word ".repeat(40_000)}c#` }));
  await makeOld([...titles.map((title) => ({ title, tags: ["a"] })), ...long], "012");
  const db = await connect(testDatabase.url, "serve");
  // As the earlier version indexed and sorted them.
  const old = await db.selectFrom("posts").select(["id", "title"]).orderBy("id").execute();
  const words = (title: string) => ({ title: [title.toLowerCase().normalize("NFD")], content: ["c"], tags: [] });
  const { search } = getEngine(db);
  await search.put(old.map(({ id, title }) => search.row({ id, words: words(title) }))).execute(db);
  const { id = 0 } = old.find(({ title }) => title === "Łódź") ?? {};
  await db.updateTable("posts").set({ title_sort: "łodz" }).where("id", "=", id).execute();
  for (const { id, title } of old) {
    const title_sort = title === "Łódź" ? "łodz" : title.toLowerCase().replace("++", "");
    await db.updateTable("post_tags").set({ published_at: 1, title_sort }).where("post_id", "=", id).execute();
  }
  const before = await db.selectFrom("content_version").selectAll().executeTakeFirstOrThrow();
  await db.destroy();

  const { db: opened } = await openDatabase(testDatabase.url);
  const found = async (query: PostListQuery) => {
    const { posts } = await listPosts(opened, { sort: "title", ...query }, READER, NOW);
    return posts.map(({ title }) => title);
  };
  expect(await found({ q: "lodz" })).toEqual(["Łódź"]);
  expect(await found({ q: "C++" })).toEqual(["C++"]);
  expect(await found({ q: "łódź" })).toEqual(["Łódź"]);
  expect(await countPosts(opened, { q: "c#" }, READER, NOW)).toBe(long.length);
  expect(await countPosts(opened, { q: "c" }, READER, NOW)).toBe(long.length + 1);
  expect((await found({})).slice(0, 2)).toEqual(["C++", "Łódź"]);
  expect(await found({ tag: "a" })).toEqual(["C++", "Łódź", "Lyon", "Mainz"]);
  const after = await opened.selectFrom("content_version").selectAll().executeTakeFirstOrThrow();
  expect(after.number).toBeGreaterThan(before.number);
  await opened.destroy();
});

test("migration 010 — slugs from titles only — post and revisions are read, restored and changed as before", async () => {
  await makeOld([{ title: "Hello World" }], "010");
  const before = await connect(testDatabase.url, "serve");
  await sql`insert into revisions (post_id, title, content, excerpt, excerpt_own, tags, status, published_at, version, saved_at)
    select id, 'An older title', content, excerpt, 0, tags, status, published_at, version, updated_at from posts`.execute(
    before,
  );
  await before.destroy();

  const { db } = await openDatabase(testDatabase.url);
  const post = toPost(await requirePost(db, "1", ANYONE), "");
  expect(post).toMatchObject({ slug: "hello-world", canonicalUrl: null });
  const revision = await requireRevision(db, 1, "1");
  expect(toRevision(revision)).toMatchObject({ slug: "an-older-title", canonicalUrl: null });
  expect(authoredText(revision)).toMatchObject({ slug: "", canonicalUrl: "" });
  expect(await updatePost(db, "1", PostReplacement.parse(toRevision(revision)), ANYONE)).toMatchObject({
    slug: "an-older-title",
    slug_own: 0,
    version: 2,
  });
  expect(await db.selectFrom("redirects").selectAll().execute()).toEqual([]);
  await db.destroy();
});

test("migration 011 — posts without language — language null, direction of the letters", async () => {
  await makeOld(
    [
      { title: "English", content: "Hello" },
      { title: "eBPF", content: "eBPF یک فناوری است.\n\nپاراگراف دوم." },
      ...Array.from({ length: 250 }, (_, at) => ({ title: `Crowd ${at}` })),
      { title: "آخر", content: "متن" },
    ],
    "011",
  );
  const { db } = await openDatabase(testDatabase.url);
  const rows = await db.selectFrom("posts").select(["title", "language", "direction"]).orderBy("id").execute();
  expect(new Set(rows.map(({ language }) => language))).toEqual(new Set([""]));
  expect(rows.filter(({ direction }) => direction === "rtl").map(({ title }) => title)).toEqual(["eBPF", "آخر"]);
  const [post] = (await listPosts(db, { sort: "publishedAt", limit: 1 }, READER)).posts;
  expect(post && toPost(post, "https://octavo.test")).toMatchObject({ language: null, direction: "ltr" });
  await db.destroy();
});

test("migration 014 — excerpts with Markdown — regenerated, authors' own unchanged", async () => {
  const content = "# Title\n\nIt *begins* <!-- a -->here.\n\n```\ncode\n```";
  const many = Array.from({ length: 120 }, (_, at) => ({ title: `Post ${at}`, content }));
  await makeOld([...many, { title: "Own", content, excerpt: "Of the author" }], "014");
  const db = await connect(testDatabase.url, "serve");
  const posts = await db.selectFrom("posts").selectAll().execute();
  const revisions = posts.slice(0, 60).map((post) => revisionRow(post));
  await db
    .insertInto("revisions")
    .values(revisions.flatMap((row) => [row, { ...row, version: 2, content: "Later." }]))
    .execute();
  const before = await contentVersion(db, NOW);
  await db.destroy();

  const { db: opened } = await openDatabase(testDatabase.url);
  const excerpts = async (table: "posts" | "revisions") => {
    const rows = await opened.selectFrom(table).select("excerpt").execute();
    return new Set(rows.map(({ excerpt }) => excerpt));
  };
  expect(await excerpts("posts")).toEqual(new Set(["It begins here.", "Of the author"]));
  expect(await excerpts("revisions")).toEqual(new Set(["It begins here.", "Later."]));
  expect(await contentVersion(opened, NOW)).not.toEqual(before);
  await opened.destroy();
});
