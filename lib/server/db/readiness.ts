import { setTimeout as wait } from "node:timers/promises";
import { log } from "#lib/server/log";
import { perDatabase } from "#lib/server/memoize";
import { Problem } from "#lib/server/problem";
import { getEngine } from "./engine.ts";
import { isUnavailable, RETRY_AFTER } from "./errors.ts";
import type { Database } from "./tables.ts";

/** How long a result is shared by all probes, in milliseconds. */
const SHARED_MS = 500;
/** How long a check may take, in milliseconds, before the previous result is used: a write that waits is not impossible. */
const CHECK_MS = 1_000;

type State = {
  canWrite: boolean;
  checked: number;
  /** The write check in flight, and the read. */
  checking?: Promise<boolean> | undefined;
  reading?: Promise<unknown> | undefined;
};
const stateOf = perDatabase((): State => ({ canWrite: true, checked: Number.NEGATIVE_INFINITY }));

async function check(db: Database, state: State): Promise<boolean> {
  const check = getEngine(db)
    .checkWrites(db)
    .then(
      () => ({ canWrite: true, reason: undefined }),
      (reason: unknown) => ({ canWrite: false, reason }),
    );
  const result = await Promise.race([check, wait(CHECK_MS, undefined, { ref: false })]);
  if (result && result.canWrite !== state.canWrite) {
    if (result.canWrite) log.info("the database accepts writes again");
    else log.error({ err: result.reason }, "the database accepts no writes");
  }
  Object.assign(state, {
    canWrite: result?.canWrite ?? state.canWrite,
    checked: performance.now(),
    checking: undefined,
  });
  return state.canWrite;
}

/** Whether a write could succeed: at most half a second old, returned within a second. The log says why not. */
export async function canWrite(db: Database): Promise<boolean> {
  const state = stateOf(db);
  if (performance.now() - state.checked < SHARED_MS) return state.canWrite;
  state.checking ??= check(db, state);
  return state.checking;
}

/** Reads a row, once for all concurrent probes. @throws {Problem} 503 where the database cannot be read */
export async function requireReadable(db: Database): Promise<void> {
  const state = stateOf(db);
  state.reading ??= db
    .selectFrom("content_version")
    .select("number")
    .executeTakeFirstOrThrow()
    .finally(() => {
      state.reading = undefined;
    });
  try {
    await state.reading;
  } catch (error) {
    if (!isUnavailable(error)) throw error;
    log.error({ err: error }, "the database cannot be read");
    throw new Problem("unavailable", {
      ready: { reads: false, writes: false },
      headers: { "Retry-After": RETRY_AFTER },
    });
  }
}
