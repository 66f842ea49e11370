import { setTimeout as wait } from "node:timers/promises";
import type { Database } from "#lib/server/db/tables";
import { log } from "#lib/server/log";
import { isStopping } from "./stopping.ts";

/** How often a process looks whether temporary data is to be removed, in milliseconds: one index lookup. */
const LOOK_MS = 60 * 1000;
/** How many looks pass after one that has failed, as on a standby, before the next. */
const LOOKS_SKIPPED = 10;
/** How often a process deletes temporary folders of its machine, in milliseconds. */
const FOLDERS_MS = 60 * 60 * 1000;
/** How far the clock has to be set ahead to count as wrong, and for how long nothing is removed then, in milliseconds. */
const JUMP_MS = 60 * 60 * 1000;

/**
 * Notices that the clock was set ahead, by which everything would have expired: there is an hour to set it back before the trash is
 * purged. A suspended machine looks the same.
 * @returns a function that tells whether the clock has been steady
 */
function watchClock(): () => boolean {
  let offset = Date.now() - performance.now();
  let jumpedAt = Number.NEGATIVE_INFINITY;
  return () => {
    const jump = Date.now() - performance.now() - offset;
    offset += jump;
    if (jump >= JUMP_MS) {
      jumpedAt = performance.now();
      log.warn(
        { event: "clock-set-ahead", ms: jump },
        "the clock was set ahead; temporary data is not removed for an hour",
      );
    }
    // Back at the right time.
    if (jump <= -JUMP_MS) jumpedAt = Number.NEGATIVE_INFINITY;
    return performance.now() - jumpedAt >= JUMP_MS;
  };
}

/** Deletes folders that dead processes have left on this machine, which other machines do not see. */
async function deleteFolders(db: Database): Promise<void> {
  const [{ deleteUploadFolders }, { deleteImportFolders }] = await Promise.all([
    import("#lib/server/images/sweep"),
    import("#lib/server/import/jobs/sweep"),
  ]);
  await deleteUploadFolders();
  await deleteImportFolders(db);
}

/**
 * Has temporary data removed, now and every hour until the process stops, by one process of all on the database. What fails is
 * logged; the next look tries again.
 */
export async function housekeepRegularly(db: Database, interval = LOOK_MS): Promise<void> {
  const isClockSteady = watchClock();
  let foldersAt = Number.NEGATIVE_INFINITY;
  while (!isStopping()) {
    let looks = 1;
    try {
      // Nothing of it is needed to start.
      const { housekeep } = await import("#lib/server/housekeeping/housekeep");
      const isSteady = isClockSteady();
      if (isSteady) await housekeep(db);
      // Folders of uploads under way look old too where the clock was set ahead.
      if (isSteady && performance.now() - foldersAt >= FOLDERS_MS) {
        foldersAt = performance.now();
        await deleteFolders(db);
      }
    } catch (error) {
      looks = LOOKS_SKIPPED;
      if (!isStopping()) log.error({ event: "housekeeping-failed", err: error }, "temporary data could not be removed");
    }
    // Without `ref`, so that it does not keep the process alive.
    await wait(looks * interval, undefined, { ref: false });
  }
}
