import { CompiledQuery, type RootOperationNode } from "kysely";
import { getEngine } from "#lib/server/db/engine";
import { inTransaction } from "#lib/server/db/transaction";
import { indexPosts } from "#lib/server/posts/index-posts";
import { listAndCount, listPosts } from "#lib/server/posts/list/list";
import type { SearchField } from "#lib/server/search/search-index";
import { termsOf } from "#lib/server/search/terms";
import type { PostQuery } from "#lib/shared/post-query";
import { engine } from "#support/engine";
import { withSeededDatabase } from "#support/seeded-database";
import { READER } from "#support/viewers";

const [TOTAL_MAX, SCAN_MAX] = [100, 400];
jest.mock("#lib/server/posts/list/search-limits", () => ({
  SEARCH_TOTAL_MAX: 100,
  SCAN_FIRST: 100,
  SCAN_MAX: 400,
  WINDOW: 100,
}));

const POSTS = 1_500;
/** In nine posts of ten, and of each two titles one; in one of six, and a title of sixty. */
const WORDS = ["the", "one"];

const seeded = withSeededDatabase(POSTS);

/** The statements of the first search after one for another frequent word, with their subqueries, and how many rows each returns. */
async function firstSearch(query: PostQuery) {
  const nodes: RootOperationNode[] = [];
  const rows: number[] = [];
  const on = seeded.db.withPlugin({
    transformQuery({ node }) {
      nodes.push(node);
      return node;
    },
    async transformResult({ result }) {
      rows.push(result.rows.length);
      return result;
    },
  });
  await listAndCount(on, { q: "of" }, READER);
  nodes.length = 0;
  rows.length = 0;
  const { isCapped, total } = await listAndCount(on, query, READER);
  const statements = nodes.map((node) => seeded.db.getExecutor().compileQuery(node, { queryId: "plan" }));
  return { isCapped, total, rows, statements };
}

async function explain({ parameters, sql: text }: CompiledQuery): Promise<string> {
  const words = engine === "sqlite" ? "explain query plan" : "explain (analyze, costs off, timing off)";
  const { rows } = await seeded.db.executeQuery<Record<string, string>>(
    CompiledQuery.raw(`${words} ${text}`, [...parameters]),
  );
  return rows.map((row) => row.detail ?? row["QUERY PLAN"]).join("\n");
}

describe.each(WORDS)("GET /api/posts — first search for %s, which more posts have than are counted", (q) => {
  test("statements, and the rows that they return — as many as the limits say, however many posts match", async () => {
    const { isCapped, rows, total } = await firstSearch({ q, limit: 10 });
    expect({ isCapped, total }).toEqual({ isCapped: true, total: TOTAL_MAX });
    // At most a sample and a scan for the whole text, both and the matches for titles, and the list items; the content version,
    // which is cached for a while, may be read again.
    expect(rows.length).toBeLessThanOrEqual(7);
    expect(Math.max(...rows)).toBeLessThanOrEqual(2 * TOTAL_MAX + 1);
  });

  test("rows that are visited — few of the matches, and of the hidden posts those that match", async () => {
    const { statements } = await firstSearch({ q, limit: 10 });
    const plans = (await Promise.all(statements.map(explain))).join("\n");
    if (engine === "sqlite") {
      expect(plans).toMatch(/SEARCH posts USING COVERING INDEX posts_hidden \(id=\?\)/);
      expect(plans).not.toMatch(/SCAN posts USING COVERING INDEX posts_hidden/);
      return;
    }
    const visited = [...plans.matchAll(/Scan.* on posts_search\w* \(actual rows=([\d.]+)/g)].map(([, n]) => Number(n));
    expect(visited.length).toBeGreaterThan(0);
    // PostgreSQL keeps about 250 matches of each word, at random.
    expect(Math.max(...visited)).toBeLessThanOrEqual(SCAN_MAX);
  });
});

/** The ids of the public posts, the newest first. */
async function publicPosts(): Promise<number[]> {
  const rows = await seeded.db
    .selectFrom("posts")
    .select("id")
    .where("status", "=", "published")
    .where("trashed_at", "is", null)
    .where("published_at", "<=", Date.now())
    .orderBy("published_at", "desc")
    .orderBy("id", "desc")
    .execute();
  return rows.map(({ id }) => id);
}

test("GET /api/posts — a word in the newest posts, one too few for a page, and in old ones — three scans", async () => {
  const listed = await publicPosts();
  const having = [...listed.slice(0, 9), ...listed.slice(SCAN_MAX, SCAN_MAX + 2 * TOTAL_MAX)];
  await inTransaction(seeded.db, (trx) =>
    indexPosts(
      trx,
      having.map((id) => ({ id, title: "Gutter", content: "", tags: "[]" })),
    ),
  );
  const query: PostQuery = { q: "gutter", limit: 10, sort: "-publishedAt" };
  const { statements, total } = await firstSearch(query);
  expect(total).toBe(TOTAL_MAX);
  expect(statements.filter(({ sql }) => sql.includes("near as materialized"))).toHaveLength(3);
  expect((await listPosts(seeded.db, query, READER)).posts.map(({ id }) => id)).toEqual(having.slice(0, 10));
});

describe("GET /api/posts — words with signs, accents and without spaces in more posts than are counted", () => {
  const TITLES = ["Don't stop", "C++ guide", "node.js, v1.0", "Łódź café", "日本語の本", "Of nothing", "Stop, don't"];
  let listed: number[];

  beforeAll(async () => {
    listed = await publicPosts();
    await inTransaction(seeded.db, async (trx) => {
      const posts = await trx.selectFrom("posts").select(["id", "tags"]).orderBy("id").execute();
      const content = TITLES.join(" ");
      await indexPosts(
        trx,
        posts.map((post, at) => ({ ...post, title: TITLES[at % TITLES.length] ?? "", content })),
      );
    });
  });

  async function readAll(query: PostQuery): Promise<number[]> {
    const ids: number[] = [];
    let after: string | undefined;
    do {
      const { next, posts } = await listPosts(seeded.db, { ...query, ...(after && { after }) }, READER);
      ids.push(...posts.map(({ id }) => id));
      expect(ids.length).toBeLessThanOrEqual(POSTS);
      after = next;
    } while (after);
    return ids;
  }

  test.each([
    "don't",
    "don",
    "C++",
    "C+",
    "node.js",
    "v1.",
    "lod",
    "CAFÉ",
    "日本",
    "本",
    "stop don",
    "guid",
    "nothing of",
  ])("%s — those with the words in the title first, the newest first, each once", async (q) => {
    const { search } = getEngine(seeded.db);
    const matching = async (field: SearchField) => new Set(await search.find(seeded.db, termsOf(q), field, POSTS));
    const [inTitle, anywhere] = [await matching("title"), await matching("anywhere")];
    expect(anywhere.size).toBe(POSTS);
    expect(inTitle.size).toBeGreaterThan(TOTAL_MAX);
    const first = listed.filter((id) => inTitle.has(id));
    const rest = listed.filter((id) => !inTitle.has(id));
    expect(await readAll({ q, limit: 90 })).toEqual([...first, ...rest]);
    expect(await readAll({ q, limit: 100, sort: "-publishedAt" })).toEqual(listed);
  });
});
