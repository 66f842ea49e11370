import { setImmediate } from "node:timers";
import { sql } from "kysely";
import type { DatabaseTransaction } from "#lib/server/db/tables";

type Work<T> = (trx: DatabaseTransaction) => Promise<T>;
type Waiting = { work: Work<unknown>; resolve: (value: unknown) => void; reject: (error: unknown) => void };

/** Whoever waits for another process's lock waits for no more than this many of ours. */
const GROUP_MAX = 32;

/** Does one of a group whole or not at all, and leaves the others as they are. @returns what tells whoever asked, later */
async function runInSavepoint(trx: DatabaseTransaction, { work, resolve, reject }: Waiting): Promise<() => void> {
  await sql`savepoint one`.execute(trx);
  try {
    const value = await work(trx);
    await sql`release one`.execute(trx);
    return () => resolve(value);
  } catch (error) {
    // After a failure such as a full disk there is nothing to go back to: SQLite has taken all of it back.
    const isAlone = await sql`rollback to one`.execute(trx).then(
      () => true,
      () => false,
    );
    if (!isAlone) throw error;
    await sql`release one`.execute(trx);
    return () => reject(error);
  }
}

/**
 * Does the transactions that are asked for in one turn of the event loop within one of SQLite's, so that the disk is waited
 * for once and not for each. Each has happened whole or not at all, and nobody is told before all of it is on the disk.
 * @param transact does one transaction of SQLite's
 */
export function groupCommit(transact: <T>(work: Work<T>) => Promise<T>): <T>(work: Work<T>) => Promise<T> {
  let waiting: Waiting[] = [];

  async function commitGroup(group: Waiting[]): Promise<void> {
    try {
      const answers = await transact(async (trx) => {
        const answers: (() => void)[] = [];
        for (const one of group) answers.push(await runInSavepoint(trx, one));
        return answers;
      });
      for (const answer of answers) answer();
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }

  function commitAll(): void {
    const all = waiting;
    waiting = [];
    const [one] = all;
    if (one && all.length === 1) transact(one.work).then(one.resolve, one.reject);
    else for (let at = 0; at < all.length; at += GROUP_MAX) void commitGroup(all.slice(at, at + GROUP_MAX));
  }

  return <T>(work: Work<T>) =>
    new Promise<T>((resolve, reject) => {
      waiting.push({ work, resolve: resolve as Waiting["resolve"], reject });
      if (waiting.length === 1) setImmediate(commitAll);
    });
}
