import { setTimeout as wait } from "node:timers/promises";
import { log } from "#lib/server/log";
import { Problem } from "#lib/server/problem";
import { getEngine } from "./engine.ts";
import { isUnavailable, RETRY_AFTER } from "./errors.ts";
import type { Database } from "./tables.ts";

/** How long an answer is shared, in milliseconds: however many probes ask, the database is asked once. */
const SHARED_MS = 500;
/** How long a check may take, in milliseconds, before what was found last stands: a write that waits is not impossible. */
const CHECK_MS = 1_000;

type State = { canWrite: boolean; checked: number; checking: Promise<boolean> | undefined };
const states = new WeakMap<Database, State>();

async function check(db: Database, state: State): Promise<boolean> {
  const found = getEngine(db)
    .checkWrites(db)
    .then(
      () => ({ canWrite: true, reason: undefined }),
      (reason: unknown) => ({ canWrite: false, reason }),
    );
  const result = await Promise.race([found, wait(CHECK_MS, undefined, { ref: false })]);
  if (result && result.canWrite !== state.canWrite) {
    if (result.canWrite) log.info("the database takes writes again");
    else log.error({ err: result.reason }, "the database takes no writes");
  }
  Object.assign(state, {
    canWrite: result?.canWrite ?? state.canWrite,
    checked: performance.now(),
    checking: undefined,
  });
  return state.canWrite;
}

/** Whether a write could succeed, as it was at most half a second ago; answered within a second. The log says why not. */
export async function canWrite(db: Database): Promise<boolean> {
  const state = states.get(db) ?? { canWrite: true, checked: Number.NEGATIVE_INFINITY, checking: undefined };
  states.set(db, state);
  if (performance.now() - state.checked < SHARED_MS) return state.canWrite;
  state.checking ??= check(db, state);
  return state.checking;
}

const reading = new WeakMap<Database, Promise<unknown>>();

/** Reads a row, once for all probes that ask meanwhile. @throws {Problem} 503 where the database cannot be read */
export async function requireReadable(db: Database): Promise<void> {
  const read =
    reading.get(db) ??
    db
      .selectFrom("content_version")
      .select("number")
      .executeTakeFirstOrThrow()
      .finally(() => reading.delete(db));
  reading.set(db, read);
  try {
    await read;
  } catch (error) {
    if (!isUnavailable(error)) throw error;
    log.error({ err: error }, "the database cannot be read");
    throw new Problem("unavailable", {
      ready: { reads: false, writes: false },
      headers: { "Retry-After": RETRY_AFTER },
    });
  }
}
