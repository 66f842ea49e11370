import { CompiledQuery, type RootOperationNode, sql } from "kysely";
import { contentVersion } from "#lib/server/content-version";
import { getEngine } from "#lib/server/db/engine";
import type { Database } from "#lib/server/db/tables";
import { feedContent } from "#lib/server/feeds/feed";
import { withIdempotency } from "#lib/server/http/idempotency";
import { json } from "#lib/server/http/response";
import { countPosts, countTags } from "#lib/server/posts/list/counts";
import { listLegacyPosts } from "#lib/server/posts/list/legacy";
import { listPosts } from "#lib/server/posts/list/list";
import { requirePostOfPage } from "#lib/server/posts/pages/read-post";
import { purgeExpired, purgePost } from "#lib/server/posts/purge";
import { requirePost } from "#lib/server/posts/read";
import { listRevisions } from "#lib/server/posts/revisions";
import type { PostRow } from "#lib/server/posts/row";
import { trashPost, updatePost } from "#lib/server/posts/write";
import { sitemapIndex, sitemapPart } from "#lib/server/site/sitemap";
import type { Viewer } from "#lib/server/viewer";
import { SORTS } from "#lib/shared/list-options";
import type { PostQuery } from "#lib/shared/post-query";
import { TRASH_RETENTION_MS } from "#lib/shared/trash";
import { engine } from "#support/engine";
import { withSeededDatabase } from "#support/seeded-database";
import { ANYONE, READER } from "#support/viewers";

/** Few rows of so few posts: else the planner may read all. */
jest.mock("#lib/server/posts/list/search-limits", () => ({
  ...jest.requireActual("#lib/server/posts/list/search-limits"),
  SCAN_FIRST: 500,
}));

/** Enough for a full scan to cost more than an index, and for the sitemap to have several parts. */
const POSTS = 6_000;
/** The id of the first post: the first part of the sitemap ends soon after. */
const FIRST = 901;

const AUTHOR: Viewer = { ...ANYONE, account: { id: "seed-3", name: "Ben" }, edits: "own" };

const seeded = withSeededDatabase(POSTS, (db) =>
  db.transaction().execute((trx) => getEngine(trx).bulkLoader.setLastKey(trx, "posts", FIRST - 1)),
);

/** The query plans of the statements that `work` executes. */
async function plansOf(work: (db: Database) => Promise<unknown>): Promise<string> {
  const nodes: RootOperationNode[] = [];
  await work(
    seeded.db.withPlugin({
      transformQuery({ node }) {
        nodes.push(node);
        return node;
      },
      transformResult: async ({ result }) => result,
    }),
  );
  return (await Promise.all(nodes.map(explain))).join("\n");
}

async function explain(node: RootOperationNode): Promise<string> {
  const { sql: text, parameters } = seeded.db.getExecutor().compileQuery(node, { queryId: "plan" });
  const words = engine === "sqlite" ? "explain query plan" : "explain";
  const { rows } = await seeded.db.executeQuery<Record<string, string>>(
    CompiledQuery.raw(`${words} ${text}`, [...parameters]),
  );
  return rows.map((row) => row.detail ?? row["QUERY PLAN"]).join("\n");
}

/**
 * A full table scan. Scanning an index of drafts or of the trash is fine: it has no other rows. The full-text index is searched for
 * words (M) or for an id (=).
 */
const WHOLE =
  engine === "sqlite"
    ? /SCAN (posts|post_tags|revisions|posts_search)\b(?! USING (COVERING )?INDEX posts_(drafts|trash|hidden)| VIRTUAL TABLE INDEX 0:[M=])/
    : /Seq Scan on (posts|post_tags|revisions|posts_search)\b/;
/** The same for a list, which may scan an index up to its limit. */
const UNORDERED = engine === "sqlite" ? /SCAN (posts|post_tags)\b(?! USING INDEX)/ : WHOLE;
/** A sort; saving a post locks the few rows of its tags in the order of their keys. */
const SORT = engine === "sqlite" ? /TEMP B-TREE/ : /Sort Key: (?!key COLLATE "C"$)/m;

/** The first two pages of a list. */
async function twoPages(on: Database, query: PostQuery, viewer: Viewer): Promise<void> {
  const { next } = await listPosts(on, { ...query, limit: 2 }, viewer);
  expect(next).toBeDefined();
  await listPosts(on, { ...query, limit: 2, after: next }, viewer);
}

const TAG = "books";
/** An author of few posts; for an author of many, the planner may scan. */
const GITA = "seed-8";

describe("with statistics", () => planTests());

if (engine === "sqlite") {
  describe("without statistics (SQLite's default)", () => {
    beforeAll(async () => {
      for (const table of ["sqlite_stat1", "sqlite_stat4"])
        await sql`delete from ${sql.table(table)}`.execute(seeded.db);
      await seeded.reopen();
    });
    planTests();
  });
}

function planTests(): void {
  describe("listPosts — reads an index in order, without a sort", () => {
    test.each<[PostQuery, Viewer, string]>([
      [{}, READER, "posts_published_at"],
      [{ sort: "publishedAt" }, READER, "posts_published_at"],
      [{ sort: "-updatedAt" }, READER, "posts_updated_at"],
      [{ sort: "updatedAt" }, READER, "posts_updated_at"],
      [{ sort: "title" }, READER, "posts_title_sort"],
      [{ sort: "-title" }, READER, "posts_title_sort"],
      [{ tag: TAG }, READER, "post_tags_published_at"],
      [{ tag: TAG, sort: "-updatedAt" }, READER, "post_tags_updated_at"],
      [{ tag: TAG, sort: "title" }, READER, "post_tags_title_sort"],
      [{ author: GITA }, READER, "posts_author_published_at"],
      [{ author: GITA, sort: "updatedAt" }, READER, "posts_author_updated_at"],
      [{ author: GITA, sort: "title" }, READER, "posts_author_title_sort"],
      [{ status: "draft" }, ANYONE, "posts_drafts"],
      [{ status: "draft" }, AUTHOR, "posts_author_drafts"],
      [{ status: "scheduled" }, ANYONE, "posts_published_at"],
      [{ status: "trash" }, ANYONE, "posts_trash"],
    ])("%j", async (query, viewer, index) => {
      const plans = await plansOf((on) => twoPages(on, query, viewer));
      expect(plans).toMatch(new RegExp(`${index}\\b`));
      expect(plans).not.toMatch(UNORDERED);
      expect(plans).not.toMatch(SORT);
    });
  });

  describe("listPosts, countPosts — filter first, sort after — no full table scan", () => {
    test.each<[PostQuery, Viewer]>([
      [{ q: "bread salt" }, READER],
      [{ q: "the" }, READER],
      [{ q: "the", tag: TAG }, READER],
      [{ q: "th" }, READER],
      [{ q: "bread", sort: "title" }, READER],
      [{ q: "bread", author: "seed-1" }, READER],
      [{ q: "bread", tag: TAG }, READER],
      [{ q: "bread", status: "draft" }, ANYONE],
      [{ author: GITA, tag: TAG }, READER],
      [{ status: "scheduled", sort: "-updatedAt" }, ANYONE],
      [{ status: "draft", sort: "title" }, AUTHOR],
      // Where there are as few as here, PostgreSQL sorts them.
      [{ status: "trash" }, AUTHOR],
      [{ status: "draft", tag: TAG }, ANYONE],
      [{ status: "any" }, AUTHOR],
      [{ status: "any", sort: "title" }, AUTHOR],
      [{ status: "any", tag: TAG }, ANYONE],
      [{ status: "any", author: GITA }, ANYONE],
      [{ status: "any", q: "bread" }, AUTHOR],
      [{ status: "published" }, AUTHOR],
      [{ status: "published", tag: TAG }, AUTHOR],
    ])("%j", async (query, viewer) => {
      const plans = await plansOf(async (on) => {
        await listPosts(on, query, viewer);
        await countPosts(on, query, viewer);
      });
      expect(plans).not.toMatch(WHOLE);
    });
  });

  const tableScan = engine === "sqlite" ? /SCAN (posts|post_tags)\b(?! USING (COVERING )?INDEX)/ : WHOLE;

  test("listPosts, countPosts — all statuses of all authors — each part along an index", async () => {
    const plans = await plansOf(async (on) => {
      await twoPages(on, { status: "any" }, ANYONE);
      await countPosts(on, { status: "any" }, ANYONE);
    });
    expect(plans).toMatch(/posts_drafts\b.*posts_published_at\b.*posts_updated_at\b/s);
    expect(plans).not.toMatch(tableScan);
  });

  test("listPosts — search with more matches than are counted — index scans only", async () => {
    for (const sort of SORTS) {
      expect(await plansOf((on) => listPosts(on, { q: "the", sort }, READER))).not.toMatch(tableScan);
    }
  });

  describe("other queries — no full table scan, no sort", () => {
    const now = Date.now();
    const newest = async () => (await listPosts(seeded.db, { limit: 1 }, READER)).posts[0] as PostRow;
    const scene = (on: Database) => ({
      db: on,
      origin: "https://octavo.test",
      title: "Octavo",
      tagline: "",
      language: "en",
      now,
      changedAt: now,
    });

    test.each<[string, (on: Database) => Promise<unknown>]>([
      ["countPosts", (on) => countPosts(on, {}, READER)],
      ["countPosts of a tag", (on) => countPosts(on, { tag: TAG }, READER)],
      ["countPosts of an author", (on) => countPosts(on, { author: GITA }, READER)],
      ["countPosts of drafts", (on) => countPosts(on, { status: "draft" }, ANYONE)],
      ["countPosts of scheduled posts", (on) => countPosts(on, { status: "scheduled" }, AUTHOR)],
      ["countTags", (on) => countTags(on, now)],
      ["countTags with a limit", (on) => countTags(on, now, 8)],
      ["contentVersion", (on) => contentVersion(on, now)],
      ["requirePost", (on) => requirePost(on, String(FIRST), ANYONE)],
      ["requirePostOfPage", (on) => requirePostOfPage(on, String(FIRST), ANYONE)],
      ["listRevisions", (on) => listRevisions(on, FIRST, {})],
      ["listLegacyPosts", (on) => listLegacyPosts(on, { limit: 5 })],
      ["feedContent", (on) => feedContent(scene(on), "rss", {})],
      ["feedContent of a tag", (on) => feedContent(scene(on), "rss", { tag: TAG })],
      ["sitemapIndex", (on) => sitemapIndex(on, "https://octavo.test", now)],
      ["sitemapPart", (on) => sitemapPart(on, "https://octavo.test", 1, now)],
      [
        "updatePost",
        (on) => on.transaction().execute((trx) => updatePost(trx, String(FIRST + 1), { title: "New" }, ANYONE)),
      ],
      [
        "trashPost and purgePost",
        async (on) => {
          const { id } = await newest();
          await on.transaction().execute(async (trx) => {
            await trashPost(trx, String(id), ANYONE);
            await purgePost(trx, String(id), ANYONE);
          });
        },
      ],
      [
        "purgeExpired",
        async (on) => {
          const { id } = await newest();
          await on.transaction().execute(async (trx) => {
            await trashPost(trx, String(id), ANYONE, { now: now - 2 * TRASH_RETENTION_MS });
            await purgeExpired(trx, { now });
          });
        },
      ],
      [
        "withIdempotency",
        (on) => withIdempotency(on, { caller: "a", key: "b", fingerprint: "c" }, async () => json({})),
      ],
    ])("%s", async (_, ask) => {
      const plans = await plansOf(ask);
      expect(plans).not.toMatch(WHOLE);
      expect(plans).not.toMatch(SORT);
    });
  });
}
