import { rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Database } from "#lib/server/db/tables";
import { imageFile } from "#lib/server/export/file-names";
import type { ExportedImage } from "#lib/server/export/format";
import { findImage } from "#lib/server/images/images";
import { storeExportedImage } from "#lib/server/images/store";
import { withUploadFolder } from "#lib/server/images/upload";
import { Problem } from "#lib/server/problem";
import type { Watch } from "#lib/server/progress";
import { ImportRefused } from "../record.ts";
import type { OctavoExport } from "./open-export.ts";

type Options = Watch & {
  /** The account here that an account of the export is. */
  accountOf: (id: string) => string;
  now?: number | undefined;
};

function uploadsOf({ createdAt, id, uploads }: ExportedImage, accountOf: Options["accountOf"]) {
  // The same account may be that of two in the export.
  const listed = uploads.map(({ account, createdAt, source }) => ({
    source,
    account: account === "" ? "" : accountOf(account),
    createdAt: Date.parse(createdAt),
  }));
  return listed.length > 0 ? listed : [{ source: id, account: "", createdAt: Date.parse(createdAt) }];
}

/**
 * Stores the images of an export with the files that they have, after verifying that each is one that Octavo could have stored.
 * Those that are stored already stay as they are, so that it can be repeated.
 * @throws {ImportRefused} for an image that is none
 */
export async function storeImages(
  db: Database,
  from: OctavoExport,
  images: ReadonlyMap<string, ExportedImage>,
  { accountOf, now = Date.now(), onStep, signal }: Options,
): Promise<void> {
  const whole = [...images.values()].filter(({ files }) => files.length > 0);
  let rows = 0;
  const missing = new Map<string, ExportedImage>();
  const imageOf = new Map<string, { image: ExportedImage; width: number }>();
  const store = async (image: ExportedImage, files: { width: number; file: string }[]) => {
    const stored = {
      id: image.id,
      files,
      createdAt: Date.parse(image.createdAt),
      uploads: uploadsOf(image, accountOf),
    };
    try {
      await storeExportedImage(db, stored, now);
    } catch (error) {
      if (!(error instanceof Problem) || (error.status !== 422 && error.status !== 415)) throw error;
      throw new ImportRefused(
        `the image ${image.id} is none that Octavo has stored: ${error.body().detail ?? error.message}`,
      );
    }
    onStep?.({ doing: "importing", table: "images", rows: ++rows, total: whole.length });
    signal?.throwIfAborted();
  };
  for (const image of whole) {
    if (await findImage(db, image.id)) {
      await store(image, []);
      continue;
    }
    missing.set(image.id, image);
    for (const { width } of image.files) imageOf.set(imageFile(image.id, width), { image, width });
  }
  await withUploadFolder(async (folder) => {
    const received = new Map<string, { width: number; file: string }[]>();
    for await (const { bytes, path: name } of from.imageFiles((name) => imageOf.has(name))) {
      const found = imageOf.get(name);
      if (!found) continue;
      const { image, width } = found;
      const file = path.join(folder, path.basename(name));
      await writeFile(file, bytes);
      const files = [...(received.get(image.id) ?? []), { width, file }];
      received.set(image.id, files);
      if (files.length < image.files.length) continue;
      await store(
        image,
        files.sort((a, b) => a.width - b.width),
      );
      received.delete(image.id);
      for (const { file } of files) await rm(file);
    }
  });
}
