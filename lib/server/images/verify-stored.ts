import { readFile } from "node:fs/promises";
import sharp from "sharp";
import { sha256 } from "#lib/server/sha256";
import { imageWidths } from "#lib/shared/image-paths";
import { describeType, HEAD_BYTES } from "./format.ts";
import { type ImageLimits, type ImageRefusal, type ProcessedImage, refuse, tooLarge } from "./process-image.ts";

/** The size of what is decoded to see that a file can be, in pixels: no pixel of it is used. */
const DECODED_WIDTH = 8;

/** Decodes a file of an image. @returns its size, or why Octavo has not stored such a file */
async function decode(file: string, head: Buffer, limits: ImageLimits) {
  const other = describeType(head);
  if (other !== undefined) return refuse("type", `The file is ${other}; must be WebP.`);
  const metadata = await sharp(file, { limitInputPixels: false }).metadata();
  if (metadata.format !== "webp") return refuse("type", `The file is ${metadata.format}; must be WebP.`);
  if (metadata.exif || metadata.xmp || metadata.icc) return refuse("content", "The file has metadata; must have none.");
  const excess = tooLarge(metadata, limits.pixels);
  if (excess) return excess;
  const isAnimated = (metadata.pages ?? 1) > 1;
  await sharp(file, { failOn: "error", limitInputPixels: limits.pixels, sequentialRead: true, animated: isAnimated })
    .resize({ width: DECODED_WIDTH })
    .raw()
    .toBuffer();
  const { height = 0, pageHeight = height, width = 0 } = metadata;
  return { width, height: pageHeight, isAnimated };
}

/**
 * Verifies that files are those of an image as Octavo stores it: WebP without metadata that can be decoded, in all its widths, the
 * widest of which has the SHA-256 that is the image's id.
 * @param files the widest last
 */
export async function verifyStored(
  { files, id }: Pick<ProcessedImage, "id" | "files">,
  limits: ImageLimits,
): Promise<ProcessedImage | ImageRefusal> {
  const sizes: { width: number; height: number; isAnimated: boolean }[] = [];
  let total = 0;
  let digest = "";
  for (const { file, width } of files) {
    const bytes = await readFile(file);
    digest = sha256(bytes);
    total += bytes.length;
    try {
      const decoded = await decode(file, bytes.subarray(0, HEAD_BYTES), limits);
      if ("refusal" in decoded) return decoded;
      if (decoded.width !== width) return refuse("content", `The file is ${decoded.width} pixels wide, not ${width}.`);
      sizes.push(decoded);
    } catch (error) {
      return refuse(
        "content",
        `The image is damaged: ${error instanceof Error ? error.message.split("\n")[0] : error}.`,
      );
    }
  }
  const widest = sizes.at(-1);
  if (!widest || digest !== id) return refuse("content", `The SHA-256 of the widest file is ${digest}, not ${id}.`);
  const widths = imageWidths(widest.width);
  if (widths.join() !== sizes.map(({ width }) => width).join()) {
    return refuse("content", `The image must have files of the widths ${widths.join(", ")}.`);
  }
  return { id, ...widest, files, bytes: total };
}
