import { type Selectable, sql } from "kysely";
import { executeCached } from "#lib/server/db/query-cache";
import type { Database, DatabaseTransaction, PostCountsTable } from "#lib/server/db/tables";
import { type PostRow, parseTags } from "#lib/server/posts/row";
import { isListed, whereStatus } from "#lib/server/posts/rules";
import type { TagCount } from "#lib/shared/posts";
import type { PostFilter } from "./filter.ts";

/** One of the counters: of all listed posts, of those of an author, or of those with a tag. */
export type Counter = Pick<Selectable<PostCountsTable>, "kind" | "name">;

/** What a counter counts of a post: published and not in the trash. */
type Counted = Pick<PostRow, "author_id" | "status" | "tags" | "trashed_at">;

/** The counters that a post is counted by. */
function countersForPost(post: Counted): Counter[] {
  if (!isListed(post)) return [];
  const author = post.author_id === null ? [] : [{ kind: "author" as const, name: post.author_id }];
  return [{ kind: "all", name: "" }, ...author, ...parseTags(post).map((name) => ({ kind: "tag" as const, name }))];
}

/**
 * Counts posts as what they have become, no longer as what they were. The last thing that a transaction does: others wait
 * for these rows until it ends. They are always taken in the same order, so that no two wait for each other.
 */
export async function updateCounters(trx: DatabaseTransaction, before: Counted[], after: Counted[]): Promise<void> {
  const moves = new Map<string, Selectable<PostCountsTable>>();
  const move = (step: 1 | -1) => (counter: Counter) => {
    const key = `${counter.kind} ${counter.name}`;
    moves.set(key, { ...counter, posts: (moves.get(key)?.posts ?? 0) + step });
  };
  before.flatMap(countersForPost).forEach(move(-1));
  after.flatMap(countersForPost).forEach(move(1));
  const changed = [...moves.keys()].sort().flatMap((key) => moves.get(key) ?? []);
  const rows = changed.filter(({ posts }) => posts !== 0);
  if (rows.length === 0) return;
  await trx
    .insertInto("post_counts")
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(["kind", "name"])
        .doUpdateSet((eb) => ({ posts: eb("post_counts.posts", "+", eb.ref("excluded.posts")) })),
    )
    .execute();
}

/** The last moment that there is in JavaScript, in milliseconds since 1970. */
const END_OF_TIME = 8.64e15;

/**
 * How many posts of a counter are scheduled: so many steps in an index. With an end: PostgreSQL takes a range for a small
 * part, as this one is, but a third of all posts for later than a moment that it does not know yet, and then would rather
 * make a plan anew for each.
 */
function scheduled(db: Database, { kind, name }: Counter, now: number) {
  if (kind === "tag") {
    return db
      .selectFrom("post_tags")
      .select((eb) => eb.fn.countAll<number>().as("posts"))
      .where("tag", "=", name)
      .where("published_at", ">", now)
      .where("published_at", "<=", sql.lit(END_OF_TIME));
  }
  const all = db
    .selectFrom("posts")
    .select((eb) => eb.fn.countAll<number>().as("posts"))
    .where((eb) => whereStatus(eb, "published"))
    .where("published_at", ">", now)
    .where("published_at", "<=", sql.lit(END_OF_TIME));
  return kind === "author" ? all.where("author_id", "=", name) : all;
}

/** What tells how many public posts a counter has, as columns of any query; `publicOf` takes one from the other. */
export function countColumns(db: Database, { kind, name }: Counter, now: number) {
  const counted = db.selectFrom("post_counts").select("posts").where("kind", "=", kind).where("name", "=", name);
  return [counted.as("listed"), scheduled(db, { kind, name }, now).as("later")] as const;
}

/** How many public posts there are of a counter, which is missing where nothing was ever counted. */
export const publicCount = ({ listed, later }: { listed?: number | null; later?: number | null }) =>
  Number(listed ?? 0) - Number(later ?? 0);

/** How many public posts there are of a counter. */
export async function countPublic(db: Database, counter: Counter, now: number): Promise<number> {
  return publicCount(await db.selectNoFrom(countColumns(db, counter, now)).executeTakeFirstOrThrow());
}

/** The counter of a list of public posts, where there is one. */
export function findCounter({ author, q, status, tag }: PostFilter): Counter | undefined {
  if (q !== undefined || status !== undefined || (author !== undefined && tag !== undefined)) return undefined;
  if (author !== undefined) return { kind: "author", name: author };
  return tag === undefined ? { kind: "all", name: "" } : { kind: "tag", name: tag };
}

/** How many scheduled posts each tag has, for tags that have some. */
async function scheduledByTag(db: Database, now: number): Promise<Map<string, number>> {
  const later = await executeCached(db, "scheduled tags", { now }, ({ now }) =>
    db
      .selectFrom("posts")
      .select("tags")
      .where((eb) => whereStatus(eb, "published"))
      .where("published_at", ">", now),
  );
  const counts = new Map<string, number>();
  for (const tag of later.flatMap(parseTags)) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return counts;
}

/** The tags of public posts with how many there are, the most used first. @param most how many tags are wanted; all where it is left out */
export async function countTags(db: Database, now: number, most?: number): Promise<TagCount[]> {
  const later = await scheduledByTag(db, now);
  // Each scheduled post can move its tags down: as many more are read as there are tags to move.
  const limit = most === undefined ? undefined : most + later.size;
  const rows = await executeCached(db, "tags", { limit }, ({ limit }) =>
    db
      .selectFrom("post_counts")
      .select(["name", "posts"])
      .where("kind", "=", "tag")
      .where("posts", ">", 0)
      .orderBy("posts", "desc")
      .orderBy("name")
      .$if(limit !== undefined, (query) => query.limit(limit as number)),
  );
  return rows
    .map(({ name, posts }) => ({ tag: name, count: Number(posts) - (later.get(name) ?? 0) }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || (a.tag < b.tag ? -1 : 1))
    .slice(0, most);
}
