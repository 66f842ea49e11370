import { setTimeout as wait } from "node:timers/promises";
import type { Database } from "#lib/server/db/tables";
import { env } from "#lib/server/env";
import { files } from "#lib/server/files/files";
import { sweepUnusedImages } from "#lib/server/images/sweep";
import { log } from "#lib/server/log";
import { isStopping } from "./stopping.ts";

/** How long an image may be stored after its time, in milliseconds. */
const INTERVAL_MS = 6 * 60 * 60 * 1000;

/** Tells what is wrong with the storage when the server starts. Posts do not need it. */
async function checkStorage(): Promise<void> {
  const { DATABASE_URL, FILES_URL } = env();
  if (FILES_URL.startsWith("file:") && !DATABASE_URL.startsWith("file:")) {
    log.info(
      { event: "images-in-folder" },
      `FILES_URL=${FILES_URL}: images are stored in a folder; several machines need a folder that they share, or a bucket (s3://…)`,
    );
  }
  await (await files()).check();
}

/**
 * Checks the storage of images, and sweeps unused images now and every six hours until the process stops. What fails is
 * logged; the next sweep tries again.
 */
export async function sweepRegularly(db: Database, interval = INTERVAL_MS): Promise<void> {
  try {
    await checkStorage();
  } catch (error) {
    log.error({ event: "storage-unusable", err: error }, "images can be neither stored nor shown");
  }
  while (!isStopping()) {
    try {
      await sweepUnusedImages(db, await files(), { isStopping });
    } catch (error) {
      log.error({ err: error }, "unused images could not be deleted");
    }
    // Without `ref`, so that it does not keep the process alive.
    await wait(interval, undefined, { ref: false });
  }
}
