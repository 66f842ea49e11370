import { setTimeout as wait } from "node:timers/promises";
import type { Database } from "#lib/server/db/tables";
import { log } from "#lib/server/log";
import { isStopping } from "#lib/server/process/stopping";
import type { Remove } from "./batches.ts";
import { CLOCK_SKEW_MS } from "./clock-skew.ts";
import { beginRun, endRun, LEASE_MS, renewRun } from "./lease.ts";
import { TEMPORARY_DATA } from "./temporary-data.ts";

/** The pause after each batch, in milliseconds: requests come first. */
const PAUSE_MS = 20;
/** How often a run renews its lease, in milliseconds. */
const RENEW_MS = LEASE_MS / 4;

type Options = { now?: number; kinds?: Record<string, Remove> };

/** Renews the lease of a run in time. @returns a function that resolves to false once the process stops, or has lost the lease */
function holdLease(db: Database, run: string): () => Promise<boolean> {
  let renewed = performance.now();
  let isHeld = true;
  return async () => {
    if (isHeld && performance.now() - renewed > RENEW_MS) {
      renewed = performance.now();
      isHeld = await renewRun(db, run, Date.now());
    }
    return isHeld && !isStopping();
  };
}

/**
 * Removes all temporary data that has expired, unless another process is doing so, or did within the hour. A kind that fails is logged,
 * and the others are removed.
 * @returns how much of each kind was removed; undefined where no run was due
 */
export async function housekeep(
  db: Database,
  { kinds = TEMPORARY_DATA, now = Date.now() }: Options = {},
): Promise<Record<string, number> | undefined> {
  const run = await beginRun(db, now);
  if (run === undefined) return undefined;
  const started = performance.now();
  const holdsLease = holdLease(db, run);
  const shouldContinue = async () => {
    await wait(PAUSE_MS);
    return holdsLease();
  };
  const removed: Record<string, number> = {};
  let isCompleted = true;
  try {
    for (const [kind, remove] of Object.entries(kinds)) {
      try {
        // The clock of another process, for which it has not expired yet, may be behind.
        const count = await remove({ db, now: now - CLOCK_SKEW_MS, shouldContinue });
        if (count > 0) removed[kind] = count;
      } catch (error) {
        if (!isStopping())
          log.error({ event: "housekeeping-failed", kind, err: error }, "temporary data was not removed");
      }
      isCompleted = await holdsLease();
      if (!isCompleted) break;
    }
  } finally {
    await endRun(db, run, isCompleted, Date.now());
  }
  if (Object.keys(removed).length > 0) {
    log.info({ event: "housekeeping", removed, ms: Math.round(performance.now() - started) }, "temporary data removed");
  }
  return removed;
}
