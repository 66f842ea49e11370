import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Database } from "#lib/server/db/tables";
import { env } from "#lib/server/env";
import type { Storage } from "#lib/server/files/storage";
import { imageWidths } from "#lib/shared/image-paths";
import { imageProcess } from "./image-process.ts";
import { fileName } from "./stored-files.ts";
import { UPLOAD_PREFIX } from "./upload.ts";

const PIXELS = 1_000_000;

type Stored = { id: string; key: string; width: number };

/**
 * Makes smaller files of an image again, from the widest one, whose bytes are those of the upload.
 * @param widths of the files to be stored
 * @throws {StorageError}
 * @throws where the image cannot be decoded
 */
export async function rebuildSmaller(
  db: Database,
  storage: Storage,
  { id, key, width }: Stored,
  widths: number[],
): Promise<void> {
  const widest = await storage.get(fileName(key, width));
  if (!widest) throw new Error(`the file ${fileName(key, width)} is missing`);
  const folder = await mkdtemp(path.join(tmpdir(), UPLOAD_PREFIX));
  try {
    const source = path.join(folder, "widest");
    await writeFile(source, widest);
    const outcome = await imageProcess().run("processImage", source, folder, {
      pixels: env().IMAGE_PIXELS_LIMIT * PIXELS,
    });
    if (!("result" in outcome) || "refusal" in outcome.result) throw new Error(`the image ${id} cannot be decoded`);
    for (const { file, width: made } of outcome.result.files) {
      if (made !== width && widths.includes(made)) await storage.put(fileName(key, made), await readFile(file));
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  let bytes = 0;
  for (const one of imageWidths(width)) bytes += (await storage.get(fileName(key, one)))?.length ?? 0;
  await db.updateTable("images").set({ bytes }).where("id", "=", id).where("key", "=", key).execute();
}
