import { setImmediate } from "node:timers";
import { CompiledQuery } from "kysely";
import type { DatabaseTransaction } from "#lib/server/db/tables";

type Work<T> = (trx: DatabaseTransaction) => Promise<T>;
type Waiting = { work: Work<unknown>; resolve: (value: unknown) => void; reject: (error: unknown) => void };

const SAVEPOINT = CompiledQuery.raw("savepoint one");
const RELEASE = CompiledQuery.raw("release one");
const ROLL_BACK = CompiledQuery.raw("rollback to one");

/** The most transactions in a group: bounds how long another process waits for the lock. */
const GROUP_MAX = 32;

/** Runs one transaction of a group in a savepoint, isolated from failures of the others. @returns settles its promise, after the commit */
async function runInSavepoint(trx: DatabaseTransaction, { work, resolve, reject }: Waiting): Promise<() => void> {
  await trx.executeQuery(SAVEPOINT);
  try {
    const value = await work(trx);
    await trx.executeQuery(RELEASE);
    return () => resolve(value);
  } catch (error) {
    // After a failure such as a full disk there is no savepoint: SQLite has rolled back the whole transaction.
    const isRolledBack = await trx.executeQuery(ROLL_BACK).then(
      () => true,
      () => false,
    );
    if (!isRolledBack) throw error;
    await trx.executeQuery(RELEASE);
    return () => reject(error);
  }
}

/**
 * Group commit: runs the transactions of one turn of the event loop in one SQLite transaction, each in a savepoint, so that
 * one fsync serves all of them. Promises settle after the commit.
 * @param transact runs one SQLite transaction
 * @param gathers whether a group waits for another turn as long as each one brings more of them: where the commit waits for the disk
 */
export function groupCommit(
  transact: <T>(work: Work<T>) => Promise<T>,
  gathers = false,
): <T>(work: Work<T>) => Promise<T> {
  let waiting: Waiting[] = [];

  async function commitGroup(group: Waiting[]): Promise<void> {
    try {
      const settlers = await transact(async (trx) => {
        const settlers: (() => void)[] = [];
        for (const one of group) settlers.push(await runInSavepoint(trx, one));
        return settlers;
      });
      for (const settle of settlers) settle();
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }

  /** @param before how many were waiting a turn of the event loop ago */
  function commitAll(before: number): void {
    if (gathers && before < waiting.length && waiting.length < GROUP_MAX) {
      setImmediate(commitAll, waiting.length);
      return;
    }
    const all = waiting;
    waiting = [];
    const [one] = all;
    if (one && all.length === 1) transact(one.work).then(one.resolve, one.reject);
    else for (let i = 0; i < all.length; i += GROUP_MAX) void commitGroup(all.slice(i, i + GROUP_MAX));
  }

  return <T>(work: Work<T>) =>
    new Promise<T>((resolve, reject) => {
      waiting.push({ work, resolve: resolve as Waiting["resolve"], reject });
      if (waiting.length === 1) setImmediate(commitAll, 0);
    });
}
