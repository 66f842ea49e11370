import { contentVersion } from "#lib/server/content-version";
import type { Database } from "#lib/server/db/tables";
import type { Viewer } from "#lib/server/viewer";
import type { PostQuery } from "#lib/shared/post-query";
import type { TagCount } from "#lib/shared/posts";
import { type Counter, countPublic, countTags } from "./counts.ts";
import { matching, type PostFilter, postsFor } from "./filter.ts";
import { findHits } from "./hits.ts";
import { listPosts, type PostPage } from "./list.ts";

/** What was counted of public posts, kept until the content version moves. */
const counted = new WeakMap<Database, { version: string; answers: Map<string, unknown> }>();
const COUNTED_MAX = 1_000;

/** Counts only where something public changed since the same was counted last. */
async function countOnce<T>(db: Database, name: string, now: number, counting: () => Promise<T>): Promise<T> {
  const version = await contentVersion(db, now);
  let known = counted.get(db);
  if (known?.version !== version || known.answers.size >= COUNTED_MAX) {
    known = { version, answers: new Map() };
    counted.set(db, known);
  }
  const answer = (known.answers.get(name) as T | undefined) ?? (await counting());
  known.answers.set(name, answer);
  return answer;
}

/** Counts one post after the other. */
async function count(db: Database, filter: PostFilter, viewer: Viewer, now: number): Promise<number> {
  const hits = filter.q === undefined ? undefined : await findHits(db, filter.q);
  const { total } = await postsFor(db, filter)
    .select((eb) => eb.fn.countAll<number>().as("total"))
    .where(matching(filter, { viewer, now, hits }))
    .executeTakeFirstOrThrow();
  return Number(total);
}

/** The counter of a list of public posts, where there is one. */
function counterOf({ author, q, status, tag }: PostFilter): Counter | undefined {
  if (q !== undefined || status !== undefined || (author !== undefined && tag !== undefined)) return undefined;
  if (author !== undefined) return { kind: "author", name: author };
  return tag === undefined ? { kind: "all", name: "" } : { kind: "tag", name: tag };
}

/** How many posts a list has over all its pages. Costs a query only where something public changed since it was last asked. */
export async function countPosts(db: Database, query: PostQuery, viewer: Viewer, now = Date.now()): Promise<number> {
  const { author, q, status, tag } = query;
  const filter = { author, q, status, tag };
  const counter = counterOf(filter);
  const counting = () => (counter ? countPublic(db, counter, now) : count(db, filter, viewer, now));
  return status === undefined ? countOnce(db, JSON.stringify([q, tag, author]), now, counting) : counting();
}

/** One page of a list, with how many posts all pages have. */
export async function listAndCount(
  db: Database,
  query: PostQuery,
  viewer: Viewer,
  now = Date.now(),
): Promise<PostPage & { total: number }> {
  const page = await listPosts(db, query, viewer, now);
  return { ...page, total: page.total ?? (await countPosts(db, query, viewer, now)) };
}

/** The tags of public posts, the most used first. @param most how many of them; all where it is left out */
export function listTags(db: Database, now = Date.now(), most?: number): Promise<TagCount[]> {
  return countOnce(db, `tags ${most}`, now, () => countTags(db, now, most));
}
