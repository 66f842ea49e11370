import { type Image, imagesOf } from "#lib/server/copy/image-files";
import { countRows } from "#lib/server/db/count-rows";
import type { Database } from "#lib/server/db/tables";
import type { Storage } from "#lib/server/files/storage";
import { rebuildSmaller } from "#lib/server/images/repair";
import { fileName } from "#lib/server/images/stored-files";
import { sha256 } from "#lib/server/sha256";
import { imageWidths } from "#lib/shared/image-paths";
import { pause, stepper } from "../batches.ts";
import { type Check, type Context, type Finding, Found, fixable, repairAll, unfixable } from "../finding.ts";

type State = "ok" | "missing" | "damaged";
/** An image whose files are not all as they were stored: the widest, and the widths of the smaller ones that are not. */
type Broken = Image & { widest: State; smaller: number[] };

const RESTORE = "restore the file from a backup, or delete the image and upload it again";

/** Whether bytes are those of a WebP file (RFC 9649, section 2.4). */
const isWebp = (bytes: Buffer) =>
  bytes.toString("latin1", 0, 4) === "RIFF" && bytes.toString("latin1", 8, 12) === "WEBP";

/** Whether the image is still stored: it may have been deleted since its row was read. */
async function isStored(db: Database, { id, key }: Image): Promise<boolean> {
  const row = await db.selectFrom("images").select("id").where("id", "=", id).where("key", "=", key).executeTakeFirst();
  return row !== undefined;
}

async function examine(storage: Storage, image: Image): Promise<Broken | undefined> {
  const smaller: number[] = [];
  let widest: State = "ok";
  let total = 0;
  for (const width of imageWidths(image.width)) {
    const bytes = await storage.get(fileName(image.key, width));
    total += bytes?.length ?? 0;
    if (width === image.width) {
      const isSame = bytes && sha256(bytes) === image.id;
      widest = isSame ? "ok" : bytes ? "damaged" : "missing";
    } else if (!bytes || !isWebp(bytes)) smaller.push(width);
  }
  if (widest === "ok" && smaller.length === 0 && total !== Number(image.bytes)) {
    // Some smaller file has another length than it had.
    smaller.push(...imageWidths(image.width).slice(0, -1));
  }
  return widest === "ok" && smaller.length === 0 ? undefined : { ...image, widest, smaller };
}

async function* brokenImages(context: Context): AsyncGenerator<Broken> {
  const { db, storage } = context;
  const total = await countRows(db, "images");
  const onImage = stepper(context, { doing: "checking", table: "images", total });
  for await (const image of imagesOf(db)) {
    const broken = await examine(storage, image);
    if (broken && (await isStored(db, image))) yield broken;
    onImage();
    await pause(context);
  }
}

/** Whether each image has its files, with the bytes that were stored. */
export const imageFiles: Check = {
  name: "files of images",
  needsSchema: true,

  async find(context) {
    const found = { missing: new Found(), damaged: new Found(), smaller: new Found() };
    for await (const { id, smaller, widest } of brokenImages(context)) {
      if (widest !== "ok") found[widest].add(id);
      else if (smaller.length > 0) found.smaller.add(id);
    }
    const { damaged, missing, smaller } = found;
    const findings: Finding[] = [];
    if (missing.count > 0) findings.push(unfixable(`without their file: ${missing.of("image")}`, RESTORE));
    if (damaged.count > 0) {
      findings.push(unfixable(`whose file has other bytes than were stored: ${damaged.of("image")}`, RESTORE));
    }
    if (smaller.count > 0) findings.push(fixable(`without a whole file of each smaller width: ${smaller.of("image")}`));
    return findings;
  },

  async fix(context) {
    const { db, storage } = context;
    const broken: Broken[] = [];
    for await (const image of brokenImages(context)) {
      if (image.widest === "ok") broken.push(image);
    }
    await repairAll(broken.map((image) => () => rebuildSmaller(db, storage, image, image.smaller)));
  },
};
