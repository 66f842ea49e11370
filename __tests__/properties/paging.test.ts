import fc from "fast-check";
import { listRevisions } from "#lib/server/posts/revisions";
import { PostQuery } from "#lib/shared/post-query";
import { longQuery, type PlannedQuery, somePosts, someWrites } from "#support/arbitraries";
import { withDatabase } from "#support/database";
import { ModelledDatabase } from "#support/modelled-database";
import { holds, RUNS } from "#support/property";

const data = withDatabase();

/** No walk of these lists is so long: one that is goes round in circles. */
const MANY = 100;

/** The posts that a list holds now, each with its place in it. */
function placesIn({ model }: ModelledDatabase, query: PlannedQuery): Map<number, string> {
  return new Map(model.list(query).map((post) => [post.id, JSON.stringify(model.sortKeyOf(post, query))]));
}

/** Reduces `stayed` to what is still in the list, at the same position. */
function forgetMoved(stayed: Map<number, string>, now: Map<number, string>): void {
  for (const [id, place] of stayed) if (now.get(id) !== place) stayed.delete(id);
}

const walk = fc.record({
  posts: somePosts(5, 14),
  before: someWrites(8),
  query: longQuery,
  limit: fc.integer({ min: 1, max: 3 }),
  /** Concurrent writes between one page and the next. */
  between: fc.array(someWrites(4), { minLength: 3, maxLength: 12 }),
});

test("GET /api/posts, page by page — concurrent writes — no post twice, none missed that stayed", async () => {
  let pages = 0;
  await holds(
    walk,
    async ({ posts, before, query, limit, between }) => {
      const history = await ModelledDatabase.begin(data.db);
      for (const write of [...posts, ...before]) await history.do(write);

      const stayed = placesIn(history, query);
      /** Where each post stood when it was met. */
      const met = new Map<number, string>();
      let after: string | undefined;
      for (let turn = 0; ; turn++) {
        const { ids, next } = await history.page(query, limit, after);
        pages++;
        const places = placesIn(history, query);
        for (const id of ids) {
          expect({ id, at: met.get(id) }).not.toEqual({ id, at: places.get(id) });
          met.set(id, places.get(id) ?? "nowhere");
        }
        expect(turn).toBeLessThan(MANY);
        after = next;
        if (after === undefined) break;
        for (const write of between[turn] ?? []) {
          await history.do(write);
          forgetMoved(stayed, placesIn(history, query));
        }
      }
      expect([...met.keys()]).toEqual(expect.arrayContaining([...stayed.keys()]));
      expect([...met.values()]).not.toContain("nowhere");
    },
    120,
  );
  expect(pages).toBeGreaterThan(200 * RUNS);
});

test("cursor — another list — 400; another page size — accepted", async () => {
  const two = fc.tuple(longQuery, longQuery).filter(([one, other]) => one !== other);
  await holds(fc.tuple(somePosts(4, 8), two), async ([posts, [own, foreign]]) => {
    const history = await ModelledDatabase.begin(data.db);
    for (const write of posts) await history.do(write);
    const { next } = await history.page(own, 1);
    if (next === undefined) return;
    await history.page(own, 3, next);
    const isSame = JSON.stringify(Object.entries(own).sort()) === JSON.stringify(Object.entries(foreign).sort());
    if (!isSame) await expect(history.page(foreign, 1, next)).rejects.toMatchObject({ status: 400 });
  });
});

test("GET /api/posts/{id}/revisions, page by page — concurrent saves — all there", async () => {
  const limit = fc.integer({ min: 1, max: 3 });
  await holds(fc.tuple(somePosts(1, 1), someWrites(12), limit), async ([posts, writes, size]) => {
    const history = await ModelledDatabase.begin(data.db);
    for (const write of [...posts, ...writes]) await history.do(write);
    const [post] = history.model.posts;
    if (!post || history.model.isGone(post)) return;
    const saved = post.saves.length;
    const versions: number[] = [];
    let more = 0;
    let after: string | undefined;
    do {
      const { next, revisions } = await listRevisions(data.db, post.id, { limit: size, after });
      versions.push(...revisions.map(({ version }) => version));
      after = next;
      expect(versions.length).toBeLessThan(MANY);
      await history.do({ do: "change", which: 0, text: { title: `Once more ${more++}` } });
    } while (after !== undefined);
    expect(versions).toEqual(Array.from({ length: saved }, (_, at) => saved - at));
  });
});

test.each(["東", "ﷺ", "😀", "x"])(
  "GET /api/posts, page by page — titles of the maximum length, of %s alone — all there",
  async (sign) => {
    const history = await ModelledDatabase.begin(data.db);
    const title = sign.repeat(200);
    for (const content of ["a", "b", "c"]) await history.do({ do: "create", author: null, text: { title, content } });
    const query = { sort: "title" as const };
    const ids = history.model.list(query).map(({ id }) => id);
    expect(ids).toHaveLength(3);
    expect(await history.walk(query, 1)).toEqual(ids);
    const { next = "" } = await history.page(query, 1);
    expect(PostQuery.parse({ ...query, after: next }).after).toBe(next);
  },
);
