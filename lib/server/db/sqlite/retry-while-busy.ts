import { setTimeout as wait } from "node:timers/promises";
import { isBusy } from "#lib/server/db/errors";

/** The delay between attempts, in milliseconds. */
const RETRY_MS = 5;

/**
 * Runs `work`, and retries it while another process holds the lock. SQLite's own waiting would block the event loop.
 * @param timeoutMs how long, in milliseconds; called where the lock is held only, since it queries the connection
 */
export async function retryWhileBusy<T>(work: () => Promise<T>, timeoutMs: () => number): Promise<T> {
  const start = performance.now();
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isBusy(error) || performance.now() - start > timeoutMs()) throw error;
      await wait(RETRY_MS);
    }
  }
}
