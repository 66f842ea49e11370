import { setTimeout as wait } from "node:timers/promises";
import { isBusy } from "#lib/server/db/errors";

/** The delay between attempts, in milliseconds. */
const RETRY_MS = 5;

/**
 * Runs `work`, and retries it for at most `timeoutMs` milliseconds while another process holds the lock. SQLite's own waiting
 * would block the event loop.
 */
export async function retryWhileBusy<T>(work: () => Promise<T>, timeoutMs: number): Promise<T> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isBusy(error) || performance.now() > end) throw error;
      await wait(RETRY_MS);
    }
  }
}
