import { setTimeout as wait } from "node:timers/promises";
import { isBusy } from "#lib/server/db/errors";

/** How long to wait before a lock is asked for again. */
const RETRY_MS = 5;

/**
 * Does `work`, and again for at most `patience` milliseconds while another process holds the lock. SQLite would wait by
 * stopping the whole process: here others are served meanwhile, and those who only read are not held up.
 */
export async function retryWhileBusy<T>(work: () => Promise<T>, patience: number): Promise<T> {
  const end = performance.now() + patience;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isBusy(error) || performance.now() > end) throw error;
      await wait(RETRY_MS);
    }
  }
}
