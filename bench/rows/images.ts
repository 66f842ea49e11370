import { randomBytes } from "node:crypto";
import path from "node:path";
import sharp from "sharp";
import { thumbnailPath } from "#lib/shared/image-paths";
import type { Comparison } from "../comparison.ts";
import { sendSameToBoth } from "../load.ts";
import { AUTHORIZED, startOctavo } from "../octavo.ts";
import { startImagePart } from "../parts/start.ts";
import { record } from "../record.ts";
import { samplePair } from "../sample.ts";
import { folder, type Server } from "../server.ts";
import { startBare } from "../start-bare.ts";
import { AS_BROWSER } from "./site.ts";

/** A JPEG of about 1 MB as a phone's camera takes it, each another one. */
async function newJpeg(): Promise<Buffer> {
  const [width, height] = [2_400, 1_600];
  const noise = await sharp(randomBytes((width / 8) * (height / 8) * 3), {
    raw: { width: width / 8, height: height / 8, channels: 3 },
  })
    .resize({ width, height })
    .toBuffer();
  return sharp(noise, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 92 })
    .toBuffer();
}

/** The milliseconds until `url` has responded to a picture. */
async function timeOf(url: string, jpeg: Buffer): Promise<{ ms: number; body: unknown }> {
  const started = performance.now();
  const headers = { ...AUTHORIZED, "Content-Type": "image/jpeg" };
  const response = await fetch(url, { method: "POST", headers, body: new Uint8Array(jpeg) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url} responded ${response.status}: ${text}`);
  return { ms: performance.now() - started, body: JSON.parse(text) };
}

/** Uploads, compared with sharp on the same bytes for the same files; and a file of an image read again and again. */
export async function images(
  databaseUrl: string,
  seconds: number,
): Promise<{ comparisons: Comparison[]; stop(): Promise<void> }> {
  const octavo = await startOctavo("octavo-images", databaseUrl, {
    FILES_URL: `file:${path.join(folder, "bench-images")}`,
  });
  const upload = (jpeg: Buffer) => timeOf(`${octavo.url}/api/images`, jpeg);
  const jpeg = await newJpeg();
  const { id, width } = (await upload(jpeg)).body as { id: string; width: number };
  const thumbnail = thumbnailPath(id, width);
  const recorded = await record(octavo.url, thumbnail, AS_BROWSER);
  const part = await startImagePart();
  const bare = await startBare("image", [recorded]);
  const load = ({ url }: Server) => ({ url: url + thumbnail, headers: AS_BROWSER, seconds });
  return {
    comparisons: [
      {
        work: "upload of a JPEG",
        against: "sharp alone: the same bytes, the same files",
        unit: "ms",
        note: () => `${(jpeg.length / 1e6).toFixed(1)} MB`,
        ours: async () => (await upload(await newJpeg())).ms,
        theirs: async () => (await timeOf(part.url, await newJpeg())).ms,
      },
      {
        work: "a resized image, hot",
        against: "bare node:http, same bytes",
        unit: "requests/s",
        note: () => `${recorded.bytes.toLocaleString("en")} bytes`,
        both: () => samplePair([octavo, bare], () => sendSameToBoth(load(octavo), load(bare))),
      },
    ],
    async stop() {
      for (const server of [octavo, part, bare]) await server.stop();
    },
  };
}
