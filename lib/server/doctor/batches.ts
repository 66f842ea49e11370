import { setImmediate } from "node:timers/promises";
import { countRows } from "#lib/server/db/count-rows";
import { getEngine } from "#lib/server/db/engine";
import type { DatabaseTransaction } from "#lib/server/db/tables";
import { inReadSnapshot } from "#lib/server/db/transaction";
import { authorColumns } from "#lib/server/posts/author-columns";
import { type PostRange, postRanges } from "#lib/server/posts/ranges";
import type { Step } from "#lib/server/progress";
import type { Context } from "./finding.ts";

/** Rows per transaction of a repair, so that other writes do not wait long. */
const BATCH = 50;

/** Returns a function that reports progress by one row. */
export function stepper({ onStep }: Pick<Context, "onStep">, step: Omit<Step, "rows">): () => void {
  let rows = 0;
  return () => onStep?.({ ...step, rows: ++rows });
}

/** Ends the work where it was stopped, and lets signals be handled: SQLite blocks the event loop. */
export async function pause({ signal }: Pick<Context, "signal">): Promise<void> {
  await setImmediate();
  signal?.throwIfAborted();
}

/** Examines all posts, in ranges that are read in a snapshot each. @param name of what is checked, for progress */
export async function* eachRange<T>(
  context: Context,
  name: string,
  examine: (trx: DatabaseTransaction, range: PostRange) => Promise<T[]>,
): AsyncGenerator<T> {
  const { db, onStep } = context;
  const total = await countRows(db, "posts");
  let rows = 0;
  for await (const range of postRanges(db)) {
    yield* await inReadSnapshot(db, (trx) => examine(trx, range));
    rows += range.posts;
    onStep?.({ doing: "checking", table: name, rows, total });
    await pause(context);
  }
}

/** Loads posts, which nobody else changes until the transaction ends. */
export const lockPosts = (trx: DatabaseTransaction, ids: number[]) =>
  trx
    .selectFrom("posts")
    .selectAll()
    .select(authorColumns)
    .where("id", "in", ids)
    .orderBy("id")
    .modifyEnd(getEngine(trx).rowLock)
    .execute();

/** Groups what is to be repaired by transaction. */
export async function* batchesOf<T>(found: AsyncIterable<T>): AsyncGenerator<T[]> {
  // Found before anything is changed: the same connection may serve both.
  const all: T[] = [];
  for await (const one of found) all.push(one);
  for (let at = 0; at < all.length; at += BATCH) yield all.slice(at, at + BATCH);
}
