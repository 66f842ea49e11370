import { sql } from "kysely";
import { contentVersion } from "#lib/server/content-version";
import type { Database } from "#lib/server/db/tables";
import type { Viewer } from "#lib/server/viewer";
import type { PostQuery } from "#lib/shared/post-query";
import type { TagCount } from "#lib/shared/posts";
import { counterOf, countPublic, countTags } from "./counts.ts";
import { type Asking, matching, type PostFilter, postsFor } from "./filter.ts";
import { findHits, type Hits } from "./hits.ts";
import { listPosts } from "./list.ts";
import { whereStatus } from "./rules.ts";

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

/** The posts that are not public: drafts and trash, which have an index in just these words, and scheduled ones. */
function hiddenIds(db: Database, now: number) {
  const ids = db.selectFrom("posts").select("id");
  return ids
    .where(sql<boolean>`(status = 'draft' or trashed_at is not null)`)
    .unionAll(ids.where((eb) => whereStatus(eb, "published")).where("published_at", ">", now));
}

/** Counts the hits of a search in its index, without looking at the posts: it takes off what is hidden. */
async function countHits(db: Database, hits: Hits, now: number): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select count(*) as total from (${hits.ids}) as hits where id not in ${hiddenIds(db, now)}`.execute(db);
  return Number(rows[0]?.total);
}

/** Counts one post after the other. */
async function count(db: Database, filter: PostFilter, { hits, now, viewer }: Asking): Promise<number> {
  const { author, status, tag } = filter;
  const isSearchAlone = author === undefined && status === undefined && tag === undefined;
  if (hits && !hits.isFew("anywhere") && isSearchAlone) return countHits(db, hits, now);
  const { total } = await postsFor(db, filter)
    .select((eb) => eb.fn.countAll<number>().as("total"))
    .where(matching(filter, { viewer, now, hits }))
    .executeTakeFirstOrThrow();
  return Number(total);
}

/**
 * How many posts a list has over all its pages. Costs a query only where something public changed since it was last asked.
 * @param known what the query's search finds, where that has been asked already
 */
export async function countPosts(
  db: Database,
  query: PostQuery,
  viewer: Viewer,
  now = Date.now(),
  known?: Hits,
): Promise<number> {
  const { author, q, status, tag } = query;
  const filter = { author, q, status, tag };
  const counter = counterOf(filter);
  async function counting(): Promise<number> {
    if (counter) return countPublic(db, counter, now);
    const hits = known ?? (q === undefined ? undefined : await findHits(db, q));
    return count(db, filter, { viewer, now, hits });
  }
  return status === undefined ? countOnce(db, JSON.stringify([q, tag, author]), now, counting) : counting();
}

/** One page of a list, with how many posts all pages have. */
export async function listAndCount(db: Database, query: PostQuery, viewer: Viewer, now = Date.now()) {
  const { posts, next, hits, total } = await listPosts(db, query, viewer, now);
  return { posts, next, total: total ?? (await countPosts(db, query, viewer, now, hits)) };
}

/** The tags of public posts, the most used first. @param most how many of them; all where it is left out */
export function listTags(db: Database, now = Date.now(), most?: number): Promise<TagCount[]> {
  return countOnce(db, `tags ${most}`, now, () => countTags(db, now, most));
}
