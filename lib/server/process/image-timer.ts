import type { Database } from "#lib/server/db/tables";
import { env } from "#lib/server/env";
import { files } from "#lib/server/files/files";
import { sweepUnusedImages } from "#lib/server/images/sweep";
import { log } from "#lib/server/log";
import { runRegularly } from "./run-regularly.ts";
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
 * Checks the storage of images, and sweeps unused images now and every six hours until the process stops. What fails is logged.
 */
export async function sweepRegularly(db: Database, interval = INTERVAL_MS): Promise<void> {
  try {
    await checkStorage();
  } catch (error) {
    log.error({ event: "storage-unusable", err: error }, "images can be neither stored nor shown");
  }
  const sweep = async () => sweepUnusedImages(db, await files(), { isStopping });
  await runRegularly(sweep, { interval, failure: "unused images could not be deleted" });
}
