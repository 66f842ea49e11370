import { type ExpressionBuilder, sql } from "kysely";
import { getEngine } from "./db/engine.ts";
import { executeCached } from "./db/query-cache.ts";
import type { Database, DatabaseTransaction, Tables } from "./db/tables.ts";
import { whereStatus } from "./posts/rules.ts";

/** What the public can see: `version` changes whenever that does, `changedAt` is the moment of it in milliseconds. */
export type ContentState = { version: string; changedAt: number };

/** A state, and as long as what it may be taken for the newest one. */
type CachedState = ContentState & {
  /** While the database gives the same marker nothing has been committed since. */
  marker: string;
  /** From when on, in milliseconds since 1970, and until the next post falls due. */
  from: number;
  until: number;
};

const cachedStates = new WeakMap<Database, CachedState>();

/** The state as the database tells it, with the dates of publication on both sides of the moment it is told. */
type Row = { number: number; changed_at: number; due: number | null; next: number | null };

/** The last date of publication up to `now`, or the first one behind it: one step in an index. */
function published(eb: ExpressionBuilder<Tables, "content_version">, which: "due" | "next", now: number) {
  return eb
    .selectFrom("posts")
    .select("published_at")
    .where((post) => whereStatus(post, "published"))
    .where("published_at", which === "due" ? "<=" : ">", now)
    .orderBy("published_at", which === "due" ? "desc" : "asc")
    .limit(sql.lit(1));
}

/** A query for the state at the moment `now`. */
function stateQuery(db: Database, now: number) {
  return db
    .selectFrom("content_version")
    .select(["number", "changed_at"])
    .select((eb) => [published(eb, "due", now).as("due"), published(eb, "next", now).as("next")]);
}

function toState({ changed_at, due, number }: Row): ContentState {
  return { version: `${number}.${due ?? 0}`, changedAt: Math.max(changed_at, due ?? 0) };
}

function cacheState(db: Database, row: Row, marker: string): CachedState {
  // Between two dates of publication it is the same: the clock of whoever told it may be another one than ours.
  const state = { ...toState(row), marker, from: row.due ?? 0, until: row.next ?? Number.POSITIVE_INFINITY };
  cachedStates.set(db, state);
  return state;
}

/** The state that stands at `now`, if it is known or was announced. */
function getCachedState(db: Database, marker: string | undefined, now: number): CachedState | undefined {
  if (marker === undefined) return undefined;
  let last = cachedStates.get(db);
  if (last?.marker !== marker) {
    const told = getEngine(db).notifiedState() as Row | undefined;
    last = told && cacheState(db, told, marker);
  }
  return last && last.from <= now && now < last.until ? last : undefined;
}

/** The content version, where it can be told without asking the database. */
export const cachedContentVersion = (db: Database, now: number) =>
  getCachedState(db, getEngine(db).changeMarker(), now)?.version;

/**
 * A text that changes whenever what the public can see changes, and at no other time: a post made, changed, removed or
 * brought back moves the counter; one that falls due moves the date of the newest public post. Asks the database only
 * when something was committed since the last time, or fell due.
 */
export async function contentVersion(db: Database, now: number): Promise<string> {
  return (await contentState(db, now)).version;
}

/** The same, with the moment of the last change: of the write, or of the post that fell due. */
export async function contentState(db: Database, now: number): Promise<ContentState> {
  // The marker is read first: what is committed after it can be in the version, but never the other way round.
  const marker = getEngine(db).changeMarker();
  const last = getCachedState(db, marker, now);
  if (last) return last;
  const [row] = await executeCached(db, "content version", { now }, ({ now }) => stateQuery(db, now));
  if (!row) throw new Error("the content version is missing");
  return marker === undefined ? toState(row) : cacheState(db, row, marker);
}

/** Tells every process, when this transaction commits, what the content version is then. */
export async function notifyContentChange(trx: DatabaseTransaction): Promise<void> {
  await getEngine(trx).notifyChange(trx, () => stateQuery(trx, Date.now()));
}

/** Says that this transaction changes what the public can see. */
export async function bumpContentVersion(trx: DatabaseTransaction): Promise<void> {
  const now = Date.now();
  await trx
    .updateTable("content_version")
    .set((eb) => ({
      number: eb("number", "+", 1),
      // The clock of another process may be ahead. A value, for the statement to be the same each time.
      changed_at: eb.case().when("changed_at", "<", now).then(eb.val(now)).else(eb.ref("changed_at")).end(),
    }))
    .execute();
  await notifyContentChange(trx);
}
