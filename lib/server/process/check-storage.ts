import { env } from "#lib/server/env";
import { files } from "#lib/server/files/files";
import { log } from "#lib/server/log";

/** Logs what is wrong with the storage of images when the server starts. Posts do not need it. */
export async function checkStorage(): Promise<void> {
  const { DATABASE_URL, FILES_URL } = env();
  if (FILES_URL.startsWith("file:") && !DATABASE_URL.startsWith("file:")) {
    log.info(
      { event: "images-in-folder" },
      `FILES_URL=${FILES_URL}: images are stored in a folder; several machines need a folder that they share, or a bucket (s3://…)`,
    );
  }
  try {
    await (await files()).check();
  } catch (error) {
    log.error({ event: "storage-unusable", err: error }, "images can be neither stored nor shown");
  }
}
