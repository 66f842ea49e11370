import { open, writeFile } from "node:fs/promises";
import path from "node:path";
import sharp, { type Metadata, type Sharp } from "sharp";
import { isDiskFull } from "#lib/server/files/disk-full";
import { sha256 } from "#lib/server/sha256";
import { IMAGE_SIDE_MAX, imageWidths } from "#lib/shared/image-paths";
import { DECODERS, describeType, HEAD_BYTES, isAccepted, typeDetail } from "./format.ts";

// One thread for each image: the process competes with those that serve requests. Nothing is processed twice.
sharp.concurrency(1);
sharp.cache(false);
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({ operation: DECODERS });

/** The most frames of an animation: each costs time, however small it is. */
const FRAMES_MAX = 2_000;
const WEBP = { quality: 82, smartSubsample: true };
/** An animation has many frames to encode: half the time for a tenth more bytes. */
const ANIMATED_WEBP = { ...WEBP, effort: 2 };

/** An image as it will be stored: its id, its size in pixels, and where its files are, by width. */
export type ProcessedImage = {
  /** SHA-256 of the widest file, in hexadecimal digits. */
  id: string;
  width: number;
  height: number;
  isAnimated: boolean;
  files: { width: number; file: string }[];
  /** Of all files together. */
  bytes: number;
};

/** Why a file is not accepted as an image, for its sender. */
export type ImageRefusal = { refusal: "type" | "pixels" | "content"; detail: string };

/** `pixels`: the most that all frames together may have. */
export type ImageLimits = { pixels: number };

export const refuse = (refusal: ImageRefusal["refusal"], detail: string): ImageRefusal => ({ refusal, detail });

async function headOf(file: string): Promise<Uint8Array> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

async function wrongType(file: string): Promise<ImageRefusal | undefined> {
  const type = describeType(await headOf(file));
  return type === undefined ? undefined : refuse("type", typeDetail(type));
}

const count = (number: number) => number.toLocaleString("en");

export function tooLarge({ height = 0, pages = 1, pageHeight = height, width = 0 }: Metadata, limit: number) {
  if (pages > FRAMES_MAX)
    return refuse("pixels", `The animation has ${count(pages)} frames, more than ${count(FRAMES_MAX)}.`);
  const pixels = pages * width * pageHeight;
  if (pixels <= limit) return undefined;
  const size = `${width} × ${pageHeight}${pages > 1 ? ` × ${count(pages)} frames` : ""}`;
  return refuse("pixels", `The image has ${size} = ${count(pixels)} pixels, more than ${count(limit)}.`);
}

const shrunk = (image: Sharp) =>
  image
    .resize({ width: IMAGE_SIDE_MAX, height: IMAGE_SIDE_MAX, fit: "inside", withoutEnlargement: true })
    .toColourspace("srgb");

type Encoded = { width: number; height: number; data: Buffer };

/** Decodes once, and encodes each width from the pixels. Neither holds anything of the file but its pixels. */
async function encodeStill(image: Sharp): Promise<Encoded[]> {
  const { data, info } = await shrunk(image.autoOrient()).raw().toBuffer({ resolveWithObject: true });
  const raw = { width: info.width, height: info.height, channels: info.channels };
  const encoded: Encoded[] = [];
  for (const width of imageWidths(info.width).toReversed()) {
    const file = await sharp(data, { raw }).resize({ width }).webp(WEBP).toBuffer({ resolveWithObject: true });
    encoded.push({ width, height: file.info.height, data: file.data });
  }
  return encoded;
}

async function encodeAnimation(open: () => Sharp): Promise<Encoded[]> {
  const widest = await shrunk(open()).webp(ANIMATED_WEBP).toBuffer({ resolveWithObject: true });
  const { width, pageHeight = 0 } = widest.info as { width: number; pageHeight?: number };
  const encoded: Encoded[] = [{ width, height: pageHeight, data: widest.data }];
  for (const smaller of imageWidths(width).slice(0, -1).toReversed()) {
    const data = await open().resize({ width: smaller }).toColourspace("srgb").webp(ANIMATED_WEBP).toBuffer();
    encoded.push({ width: smaller, height: 0, data });
  }
  return encoded;
}

/**
 * Decodes an image and writes what is stored of it to a folder: WebP files, upright, in sRGB, without metadata.
 * @returns what was written, or why the file is refused
 */
export async function processImage(
  file: string,
  folder: string,
  { pixels }: ImageLimits,
): Promise<ProcessedImage | ImageRefusal> {
  const refused = await wrongType(file);
  if (refused) return refused;
  // Damaged images are refused rather than stored in part; errors that browsers ignore are ignored.
  const options = { failOn: "error", limitInputPixels: pixels, sequentialRead: true } as const;
  try {
    // The header alone, whatever size it promises.
    const metadata = await sharp(file, { limitInputPixels: false }).metadata();
    if (!isAccepted(metadata)) return refuse("type", typeDetail("HEIC"));
    const excess = tooLarge(metadata, pixels);
    if (excess) return excess;
    const isAnimated = (metadata.pages ?? 1) > 1 && metadata.format !== "heif";
    const encoded = isAnimated
      ? await encodeAnimation(() => sharp(file, { ...options, animated: true }))
      : await encodeStill(sharp(file, options));
    return await write(folder, isAnimated, encoded);
  } catch (error) {
    if (isDiskFull(error)) throw error;
    return refuse("content", `The image is damaged: ${messageOf(error)}.`);
  }
}

/** How much of a decoder's message is passed on, in characters: it never holds more than a line about the format. */
const MESSAGE_MAX = 200;

function messageOf(error: unknown): string {
  const [line = ""] = String(error instanceof Error ? error.message : error).split("\n");
  // Paths are of this machine.
  return line.replace(/\/\S+/g, "…").replace(/\.$/, "").slice(0, MESSAGE_MAX);
}

async function write(folder: string, isAnimated: boolean, encoded: Encoded[]): Promise<ProcessedImage> {
  const [widest] = encoded;
  if (!widest) throw new Error("nothing was encoded");
  const files: ProcessedImage["files"] = [];
  for (const { data, width } of encoded) {
    const file = path.join(folder, `${width}.webp`);
    await writeFile(file, data);
    files.push({ width, file });
  }
  return {
    id: sha256(widest.data),
    width: widest.width,
    height: widest.height,
    isAnimated,
    files,
    bytes: encoded.reduce((sum, { data }) => sum + data.length, 0),
  };
}
