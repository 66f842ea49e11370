import { type ExpressionBuilder, sql } from "kysely";
import { getEngine, type Statement } from "./db/engine.ts";
import { compiledQuery } from "./db/query-cache.ts";
import type { Database, DatabaseTransaction, Tables } from "./db/tables.ts";
import { perDatabase } from "./memoize.ts";
import { whereStatus } from "./posts/rules.ts";

/**
 * The state of public content: `version` changes whenever it does, `changedAt` is when it last did, in milliseconds since 1970.
 * `changes` grows by at least the number of existing posts that a transaction changes.
 */
export type ContentState = { version: string; changedAt: number; changes: number };

/** A state, and the conditions under which it is current. */
type CachedState = ContentState & {
  /** While the engine returns the same marker, nothing has been committed since. */
  marker: string;
  /** The period, in milliseconds since 1970, in which no post falls due. */
  from: number;
  until: number;
};

const cacheOf = perDatabase((): { state?: CachedState } => ({}));

/** The state as stored, with the publication dates before and after the time of the query. */
type Row = { number: number; changed_at: number; due: number | null; next: number | null };

/** The last publication date up to `now`, or the first one after it: one step in an index. */
function published(eb: ExpressionBuilder<Tables, "content_version">, which: "due" | "next", now: number) {
  return eb
    .selectFrom("posts")
    .select("published_at")
    .where((post) => whereStatus(post, "published"))
    .where("published_at", which === "due" ? "<=" : ">", now)
    .orderBy("published_at", which === "due" ? "desc" : "asc")
    .limit(sql.lit(1));
}

/** The state at `now`, in milliseconds since 1970, in columns of a row of content_version. */
const stateAt = (now: number) => (eb: ExpressionBuilder<Tables, "content_version">) =>
  ["number", "changed_at", published(eb, "due", now).as("due"), published(eb, "next", now).as("next")] as const;

const stateQuery = (db: Database, { now }: { now: number }) => db.selectFrom("content_version").select(stateAt(now));

const readState = compiledQuery(stateQuery);

function toState({ changed_at, due, number }: Row): ContentState {
  return { version: `${number}.${due ?? 0}`, changedAt: Math.max(changed_at, due ?? 0), changes: number };
}

function cacheState(db: Database, row: Row, marker: string): CachedState {
  // Constant between two publication dates: the clock of the process that notified may differ from ours.
  const state = { ...toState(row), marker, from: row.due ?? 0, until: row.next ?? Number.POSITIVE_INFINITY };
  cacheOf(db).state = state;
  return state;
}

/** The state at `now`, where it is cached or a notification brought it. */
function getCachedState(db: Database, marker: string | undefined, now: number): CachedState | undefined {
  if (marker === undefined) return undefined;
  let last = cacheOf(db).state;
  if (last?.marker !== marker) {
    const notified = getEngine(db).notifiedState() as Row | undefined;
    last = notified && cacheState(db, notified, marker);
  }
  return last && last.from <= now && now < last.until ? last : undefined;
}

/** The content version, where no query is needed for it. */
export const cachedContentVersion = (db: Database, now: number) =>
  getCachedState(db, getEngine(db).changeMarker(), now)?.version;

/**
 * A string that changes exactly when public content does: creating, editing, deleting or restoring a post bumps the counter;
 * a post that falls due changes the date of the newest public post. Queries the database only after a commit, or when a
 * post has fallen due.
 */
export async function contentVersion(db: Database, now: number): Promise<string> {
  return (await contentState(db, now)).version;
}

/** The content version with the time of the last change: of the write, or of the post that fell due. */
export async function contentState(db: Database, now: number): Promise<ContentState> {
  // The marker is read first: a version may be newer than its marker, but never older.
  const marker = getEngine(db).changeMarker();
  const last = getCachedState(db, marker, now);
  if (last) return last;
  const [row] = await readState(db, { now });
  if (!row) throw new Error("the content version is missing");
  return marker === undefined ? toState(row) : cacheState(db, row, marker);
}

/** Notifies every process of the new state when this transaction commits. */
export async function notifyContentChange(trx: DatabaseTransaction): Promise<void> {
  await getEngine(trx)
    .notifying?.(stateQuery(trx, { now: Date.now() }))
    .execute(trx);
}

const bump = compiledQuery((db, { changes, now }: { changes: number; now: number }): Statement => {
  const update = db.updateTable("content_version").set((eb) => ({
    number: eb("number", "+", changes),
    // The clock of another process may be ahead.
    changed_at: eb.case().when("changed_at", "<", now).then(eb.val(now)).else(eb.ref("changed_at")).end(),
  }));
  return getEngine(db).notifying?.(update.returning(stateAt(now))) ?? update;
});

/** Bumps the content version: this transaction changes public content. @param posts at least the number of existing posts that it changes */
export async function bumpContentVersion(trx: DatabaseTransaction, posts = 1): Promise<void> {
  await bump(trx, { changes: posts, now: Date.now() });
}
