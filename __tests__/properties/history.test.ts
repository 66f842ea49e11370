import fc from "fast-check";
import { contentVersion } from "#lib/server/content-version";
import { listTags } from "#lib/server/posts/list/counts";
import { listLegacyPosts } from "#lib/server/posts/list/legacy";
import { requirePost } from "#lib/server/posts/read";
import { listRevisions } from "#lib/server/posts/revisions";
import { toPost, toRevision } from "#lib/server/posts/row";
import { tagRows } from "#lib/server/posts/tags";
import { generateExcerpt } from "#lib/server/rendering/plain-text";
import { postSlug } from "#lib/shared/slug";
import { type PlannedQuery, plannedQuery, plannedSearch, somePosts, someWrites } from "#support/arbitraries";
import { withDatabase } from "#support/database";
import { ModelledDatabase, WRITER } from "#support/modelled-database";
import { type Model, type ModelPost, newest } from "#support/post-model";
import { holds } from "#support/property";

const data = withDatabase();

const idsOf = (posts: ModelPost[]) => posts.map(({ id }) => id);
const iso = (moment: number | null) => moment && new Date(moment).toISOString();

const listRequest = fc.record({ query: plannedQuery, limit: fc.constantFrom(1, 2, 3, 100) });
/** A history in parts, with list requests after each. */
const listsBetween = fc.array(
  fc.record({ writes: someWrites(12, 1), lists: fc.array(listRequest, { maxLength: 6 }) }),
  {
    minLength: 1,
    maxLength: 4,
    size: "max",
  },
);

/** The fields of lists and search results. */
const excerptOf = (post: ModelPost) => newest(post).excerpt ?? generateExcerpt(newest(post).content);

test("any history — GET /api/posts, page by page, and its count — as in the model", async () => {
  await holds(listsBetween, async (parts) => {
    const history = await ModelledDatabase.begin(data.db);
    for (const { writes, lists } of parts) {
      for (const write of writes) await history.do(write);
      for (const { query, limit } of lists) {
        const expected = idsOf(history.model.list(query));
        expect({ query, ids: await history.walk(query, limit) }).toEqual({ query, ids: expected });
        expect(await history.count(query)).toBe(expected.length);
      }
    }
  });
});

test("any history — GET /api/posts?q= — posts and order as in the model", async () => {
  const searches = fc.array(fc.record({ q: plannedSearch, limit: fc.constantFrom(1, 2) }), {
    minLength: 1,
    maxLength: 8,
  });
  await holds(fc.tuple(somePosts(3, 10), someWrites(10), searches), async ([posts, writes, asks]) => {
    const history = await ModelledDatabase.begin(data.db);
    for (const write of [...posts, ...writes]) await history.do(write);
    for (const { q, limit } of asks) {
      expect({ q, ids: await history.walk({ q }, limit) }).toEqual({ q, ids: idsOf(history.model.list({ q })) });
    }
  });
});

test("any history — cached counts — right after every step", async () => {
  const counted: PlannedQuery[] = [{}, { tag: "a" }, { tag: "b" }, { q: "red" }, { q: "red", tag: "a" }, { q: "blue" }];
  await holds(fc.tuple(somePosts(1, 4), someWrites(12, 1)), async ([posts, writes]) => {
    const history = await ModelledDatabase.begin(data.db);
    for (const write of [...posts, ...writes]) {
      await history.do(write);
      for (const query of counted) {
        const count = await history.count(query);
        expect({ query, count }).toEqual({ query, count: history.model.list(query).length });
      }
    }
  });
});

/** The counters of listed posts, as stored. */
const storedCounts = () => data.db.selectFrom("post_counts").selectAll().where("posts", "<>", 0).execute();

/** The same, counted from the posts. */
async function freshCounts() {
  const posts = await data.db
    .selectFrom("posts")
    .select(["author_id", "tags"])
    .where("status", "=", "published")
    .where("trashed_at", "is", null)
    .execute();
  const names = posts.flatMap(({ author_id, tags }) => [
    { kind: "all", name: "" },
    ...(author_id === null ? [] : [{ kind: "author", name: author_id }]),
    ...(JSON.parse(tags) as string[]).map((name) => ({ kind: "tag", name })),
  ]);
  const counts = new Map<string, object>();
  for (const { kind, name } of names) {
    const same = names.filter((other) => other.kind === kind && other.name === name);
    counts.set(`${kind} ${name}`, { kind, name, posts: same.length });
  }
  return [...counts.values()];
}

test("any history — counters and tag rows — as counted from the posts, after every step", async () => {
  await holds(fc.tuple(somePosts(1, 4), someWrites(20, 1)), async ([posts, writes]) => {
    const history = await ModelledDatabase.begin(data.db);
    for (const write of [...posts, ...writes]) {
      await history.do(write);
      const [stored, fresh] = [await storedCounts(), await freshCounts()];
      expect(stored).toHaveLength(fresh.length);
      expect(stored).toEqual(expect.arrayContaining(fresh));
    }
    const kept = await data.db.selectFrom("posts").selectAll().execute();
    const rows = await data.db.selectFrom("post_tags").selectAll().execute();
    expect(rows).toHaveLength(kept.flatMap(tagRows).length);
    expect(rows).toEqual(expect.arrayContaining(kept.flatMap(tagRows)));
  });
});

test("any history — most used tags — the beginning of all tags", async () => {
  await holds(
    fc.tuple(somePosts(1, 8), someWrites(10), fc.integer({ min: 1, max: 3 })),
    async ([posts, writes, most]) => {
      const history = await ModelledDatabase.begin(data.db);
      for (const write of [...posts, ...writes]) await history.do(write);
      expect(await listTags(data.db, history.model.now, most)).toEqual(history.model.tags().slice(0, most));
    },
  );
});

test("any history — GET /api/tags and /api/legacy-posts — as in the model", async () => {
  await holds(someWrites(25, 1), async (writes) => {
    const history = await ModelledDatabase.begin(data.db);
    const { model } = history;
    for (const write of writes) {
      await history.do(write);
      expect(await listTags(data.db, model.now)).toEqual(model.tags());
      const legacy = await listLegacyPosts(data.db, {}, model.now);
      const expected = idsOf(model.posts.filter((post) => model.isPublic(post)));
      expect(legacy.posts.map(({ id }) => id)).toEqual(expected);
    }
  });
});

const MINUTE_MS = 60_000;

/** Whether a post falls due, or fell due, within some minutes of the present moment. */
function isNearlyDue({ now, posts }: Model): boolean {
  return posts.some((post) =>
    post.saves.some(
      ({ publishedAt }) =>
        publishedAt !== null && Math.abs(publishedAt - now) < 5 * MINUTE_MS && publishedAt > post.createdAt,
    ),
  );
}

test("any history — content version — changes exactly when public content does", async () => {
  await holds(
    someWrites(30, 1),
    async (writes) => {
      const history = await ModelledDatabase.begin(data.db);
      const { model } = history;
      let before = { view: model.publicView(), version: await contentVersion(data.db, model.now) };
      const known = new Set([before.version]);
      for (const write of writes) {
        await history.do(write);
        const after = { view: model.publicView(), version: await contentVersion(data.db, model.now) };
        // A change of a post that is about to fall due moves it too: the post may fall due while the change is stored.
        if (!isNearlyDue(model)) {
          expect({ write, moved: after.version !== before.version }).toEqual({
            write,
            moved: after.view !== before.view,
          });
        } else if (after.view !== before.view) {
          expect(after.version).not.toBe(before.version);
        }
        expect(after.version === before.version || !known.has(after.version)).toBe(true);
        known.add(after.version);
        before = after;
      }
    },
    100,
  );
});

test("any history — revisions — one chain from 1 to the newest", async () => {
  await holds(someWrites(25, 1), async (writes) => {
    const history = await ModelledDatabase.begin(data.db);
    const { model } = history;
    for (const write of writes) await history.do(write);
    for (const post of model.posts.filter(({ trashedAt }) => trashedAt === null)) {
      const row = await requirePost(data.db, String(post.id), WRITER, model.now);
      const { content, publishedAt, savedAt, status, tags, title } = newest(post);
      const untouched = { canonicalUrl: null, cover: null, language: null };
      const generated = { excerpt: excerptOf(post), slug: postSlug(title) };
      const shown = { title, content, ...generated, ...untouched, tags, status, publishedAt: iso(publishedAt) };
      const version = post.saves.length;
      const dates = { createdAt: iso(post.createdAt), updatedAt: iso(savedAt) };
      expect(toPost(row, "")).toMatchObject({ id: String(post.id), ...shown, ...dates, version });

      const { revisions } = await listRevisions(data.db, post.id, {});
      const chain = post.saves.map((save, at) => ({
        title: save.title,
        content: save.content,
        excerpt: excerptOf({ ...post, saves: [save] }),
        slug: postSlug(save.title),
        ...untouched,
        tags: save.tags,
        status: save.status,
        publishedAt: iso(save.publishedAt),
        savedAt: iso(save.savedAt),
        version: at + 1,
      }));
      expect(revisions.map(toRevision)).toEqual(chain.toReversed());
      expect(toRevision(revisions[0] as (typeof revisions)[0])).toEqual({ ...shown, version, savedAt: iso(savedAt) });
    }
  });
});
