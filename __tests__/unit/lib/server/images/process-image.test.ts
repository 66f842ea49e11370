import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { crc32, deflateSync } from "node:zlib";
import fc from "fast-check";
import sharp from "sharp";
import { ImageProcess } from "#lib/server/images/image-process";
import type { ProcessedImage } from "#lib/server/images/process-image";
import { withFolder } from "#support/folder";
import { animation, colourAt, phonePhoto, picture, SECRETS } from "#support/image-files";
import { holds } from "#support/property";

const folder = withFolder();
const child = new ImageProcess();

async function run(bytes: Uint8Array, pixels = 1_000_000) {
  const [file, output] = [folder.file("upload"), folder.file("output")];
  writeFileSync(file, bytes);
  mkdirSync(output, { recursive: true });
  const outcome = await child.run("processImage", file, output, { pixels });
  if (!("result" in outcome)) throw new Error(outcome.failure);
  return outcome.result;
}

async function accepted(bytes: Uint8Array, pixels?: number): Promise<ProcessedImage & { stored: Buffer[] }> {
  const result = await run(bytes, pixels);
  if ("refusal" in result) throw new Error(result.detail);
  return { ...result, stored: result.files.map(({ file }) => readFileSync(file)) };
}

test("a photograph on its side, with GPS data and a thumbnail — upright, without metadata in any byte", async () => {
  const photo = await phonePhoto(1_200, 900);
  for (const secret of SECRETS) expect(photo.includes(secret)).toBe(true);
  expect((await sharp(photo).metadata()).orientation).toBe(6);

  const { files, height, id, stored, width } = await accepted(photo, 2_000_000);
  expect([width, height]).toEqual([900, 1_200]);
  expect(files.map(({ width }) => width)).toEqual([900, 480]);
  expect(
    createHash("sha256")
      .update(stored[0] ?? "")
      .digest("hex"),
  ).toBe(id);
  for (const [index, file] of stored.entries()) {
    for (const secret of [...SECRETS, "Exif", "EXIF", "XMP ", "ICCP", "8BIM"])
      expect(file.includes(secret)).toBe(false);
    const metadata = await sharp(file).metadata();
    expect(metadata).toMatchObject({ format: "webp", space: "srgb", width: files[index]?.width });
    for (const kind of ["exif", "xmp", "iptc", "icc", "orientation", "comments"] as const)
      expect(metadata[kind]).toBeUndefined();
    // Turned clockwise by 90 degrees: what was at the top left is at the top right.
    const [right, bottom] = [metadata.width - 5, metadata.height - 5];
    expect(await colourAt(file, right, 5)).toBe("red");
    expect(await colourAt(file, right, bottom)).toBe("lime");
    expect(await colourAt(file, 5, bottom)).toBe("blue");
    expect(await colourAt(file, 5, 5)).toBe("white");
  }
});

test.each(["jpeg", "png", "webp", "gif", "avif"] as const)("%s — accepted", async (format) => {
  const bytes = await picture().toFormat(format, { lossless: true }).toBuffer();
  const { height, isAnimated, stored, width } = await accepted(bytes);
  expect([width, height, isAnimated]).toEqual([64, 48, false]);
  expect(await colourAt(stored[0] ?? Buffer.of(), 3, 3)).toBe("red");
});

test("an image wider than 4,096 pixels — the widest file has 4,096, the others 1,600, 960 and 480", async () => {
  const { files, height, width } = await accepted(await picture(5_000, 500).png().toBuffer(), 5_000_000);
  expect(files.map(({ width }) => width)).toEqual([4_096, 1_600, 960, 480]);
  expect([width, height]).toEqual([4_096, 410]);
});

test("a tiny or very long image — no side becomes 0", async () => {
  expect(await accepted(await picture(1, 1).png().toBuffer())).toMatchObject({ width: 1, height: 1 });
  expect(await accepted(await picture(9_000, 1).png().toBuffer())).toMatchObject({ width: 4_096, height: 1 });
});

test("an image with another colour profile — its colours are those of sRGB, and the profile is gone", async () => {
  const red = sharp({ create: { width: 8, height: 8, channels: 3, background: "rgb(200,60,60)" } });
  const wide = await red.png().withIccProfile("p3").toBuffer();
  const { stored } = await accepted(wide);
  const { data } = await sharp(stored[0]).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  for (const [index, value] of [200, 60, 60].entries()) expect(Math.abs((data[index] ?? 0) - value)).toBeLessThan(12);
});

test("CMYK, grey, 16 bits, transparency — sRGB with 8 bits, transparency stays", async () => {
  const cmyk = await picture().toColourspace("cmyk").jpeg().toBuffer();
  const grey = await picture().greyscale().png().toBuffer();
  const deep = await picture().toColourspace("rgb16").png().toBuffer();
  for (const bytes of [cmyk, grey, deep]) {
    const { stored } = await accepted(bytes);
    expect(await sharp(stored[0]).metadata()).toMatchObject({ space: "srgb", depth: "uchar" });
  }
  const clear = await sharp({ create: { width: 9, height: 9, channels: 4, background: "#f000" } })
    .png()
    .toBuffer();
  const { stored } = await accepted(clear);
  expect((await sharp(stored[0]).metadata()).hasAlpha).toBe(true);
});

test("an animated GIF — an animated WebP of every width, with its frames and their times", async () => {
  const { files, isAnimated, height, stored, width } = await accepted(await animation(4, 600, 300));
  expect([isAnimated, width, height]).toEqual([true, 600, 300]);
  expect(files.map(({ width }) => width)).toEqual([600, 480]);
  for (const file of stored) {
    expect(await sharp(file).metadata()).toMatchObject({
      format: "webp",
      pages: 4,
      loop: 0,
      delay: [100, 100, 100, 100],
    });
  }
});

const SVG = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
const HEIC = Buffer.from("\0\0\0\x18ftypheic\0\0\0\0mif1heic", "latin1");

test.each([
  ["SVG with a script", Buffer.from(SVG), "The file is SVG;"],
  ["SVG after a declaration", Buffer.from(`<?xml version="1.0"?>\n${SVG}`), "The file is SVG;"],
  ["HEIC", HEIC, "The file is HEIC; export it as JPEG;"],
  ["HTML", Buffer.from("<!doctype html><p>GIF89a"), "The file is HTML or XML;"],
  ["PDF", Buffer.from("%PDF-1.7"), "The file is a PDF document;"],
  ["TIFF", Buffer.from("II*\0", "latin1"), "The file is TIFF;"],
  ["BMP", Buffer.from("BM      "), "The file is BMP;"],
  ["text", Buffer.from("Hello"), "The file is of an unknown type;"],
])("%s — refused by its type, which is named", async (_, bytes, detail) => {
  const result = await run(bytes);
  expect(result).toMatchObject({ refusal: "type" });
  expect((result as { detail: string }).detail).toContain(`${detail} accepted: image/jpeg, image/png`);
});

test("a TIFF that libvips could decode, named as a PNG — refused", async () => {
  expect(await run(await picture().tiff().toBuffer())).toMatchObject({ refusal: "type" });
});

test.each(["jpeg", "png", "webp", "gif", "avif"] as const)("%s, cut short — refused as damaged", async (format) => {
  const whole = await sharp({
    create: {
      width: 200,
      height: 200,
      channels: 3,
      background: "white",
      noise: { type: "gaussian", mean: 128, sigma: 60 },
    },
  })
    .toFormat(format)
    .toBuffer();
  for (const part of [0.05, 0.5, 0.9]) {
    const result = await run(whole.subarray(0, Math.floor(whole.length * part)));
    expect(result).toMatchObject({ refusal: "content", detail: expect.stringMatching(/^The image is damaged: .*\.$/) });
  }
});

/** A PNG of these chunks. */
function pngOfChunks(...chunks: [type: string, data: Buffer][]): Buffer {
  const parts = chunks.map(([type, data]) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const [length, crc] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    crc.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, crc]);
  });
  return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), ...parts]);
}

/** The header of a PNG with one bit for each pixel. */
function pngHeader(width: number, height: number): [string, Buffer] {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([1, 0, 0, 0, 0], 8);
  return ["IHDR", header];
}
const END: [string, Buffer] = ["IEND", Buffer.of()];

/** A PNG whose header promises more pixels than it has bytes for. */
function pngBomb(width: number, height: number): Buffer {
  const rows = deflateSync(Buffer.alloc(Math.min(height * Math.ceil(width / 8 + 1), 1_000_000)));
  return pngOfChunks(pngHeader(width, height), ["IDAT", rows], END);
}

/** Zeros, compressed by a factor of a thousand. */
const ZEROS = deflateSync(Buffer.alloc(400_000_000), { level: 9 });

test("more pixels than allowed, in a few bytes — refused before they are decoded", async () => {
  expect(await run(pngBomb(30_000, 30_000))).toEqual({
    refusal: "pixels",
    detail: "The image has 30000 × 30000 = 900,000,000 pixels, more than 1,000,000.",
  });
  expect(await run(await picture(1_001, 1_000).png().toBuffer())).toMatchObject({ refusal: "pixels" });
  expect(await run(await picture(1_000, 1_000).png().toBuffer())).not.toHaveProperty("refusal");
});

/** The most memory that the process has had, in MB (`VmHWM`, Linux). */
const peakMemory = () =>
  // Elsewhere, only the outcome is tested.
  process.platform !== "linux"
    ? 0
    : Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1]) / 1024;

test.each([
  ["rows far beyond the image", (bomb: Buffer) => pngOfChunks(pngHeader(8, 8), ["IDAT", bomb], END)],
  [
    "a colour profile",
    (bomb: Buffer) =>
      pngOfChunks(
        pngHeader(8, 8),
        ["iCCP", Buffer.concat([Buffer.from("a\0\0"), bomb])],
        ["IDAT", deflateSync(Buffer.alloc(16))],
        END,
      ),
  ],
  [
    "texts",
    (bomb: Buffer) =>
      pngOfChunks(
        pngHeader(8, 8),
        ...Array.from({ length: 8 }, (): [string, Buffer] => [
          "zTXt",
          Buffer.concat([Buffer.from("Comment\0\0"), bomb]),
        ]),
        ["IDAT", deflateSync(Buffer.alloc(16))],
        END,
      ),
  ],
])("400 MB compressed into 400 kB: %s of a PNG — a result or a refusal, in little memory", async (_, bomb) => {
  const bytes = bomb(ZEROS);
  await accepted(await picture().png().toBuffer());
  const [pid, before] = [child.pid, peakMemory()];
  const result = await run(bytes);
  expect(["content", undefined]).toContain("refusal" in result ? result.refusal : undefined);
  expect(child.pid).toBe(pid);
  expect(peakMemory() - before).toBeLessThan(100);
});

test("an animation with too many pixels in all its frames, or with too many frames — refused", async () => {
  expect(await run(await animation(30, 200, 200))).toMatchObject({
    refusal: "pixels",
    detail: "The image has 200 × 200 × 30 frames = 1,200,000 pixels, more than 1,000,000.",
  });
});

test("an image followed by a script or an archive — only its pixels are stored", async () => {
  const { stored } = await accepted(Buffer.concat([await picture().png().toBuffer(), Buffer.from(`PK\x03\x04${SVG}`)]));
  for (const file of stored) expect(file.includes("script")).toBe(false);
});

/** A change of a file: bytes are replaced, cut out, repeated, or cut off from a place on. */
const CHANGES = {
  replaced: (bytes: Buffer, at: number, value: number) => {
    const changed = Buffer.from(bytes);
    changed[at] = value;
    return changed;
  },
  cutOut: (bytes: Buffer, at: number, value: number) =>
    Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + value)]),
  repeated: (bytes: Buffer, at: number, value: number) =>
    Buffer.concat([bytes.subarray(0, at + value), bytes.subarray(at)]),
  cutOff: (bytes: Buffer, at: number) => bytes.subarray(0, at),
};

test("mutated images — a result or a refusal, never an error, and the same process goes on", async () => {
  const originals = await Promise.all([
    phonePhoto(),
    animation(),
    ...(["png", "webp", "avif"] as const).map((format) => picture().toFormat(format).toBuffer()),
  ]);
  await accepted(await picture().png().toBuffer());
  const before = child.pid;
  // Without the bias of fast-check to small numbers, which would change the first bytes only: those decide the type.
  const place = fc.noBias(fc.integer({ min: 0, max: 999_999 }));
  const kinds = fc.constantFrom(...(Object.keys(CHANGES) as (keyof typeof CHANGES)[]), "replaced" as const);
  const examples = fc.record({
    original: fc.constantFrom(...originals),
    changes: fc.array(fc.tuple(kinds, place, fc.noBias(fc.nat(255))), { minLength: 1, maxLength: 4 }),
  });
  const outcomes = new Map<string, number>();
  await holds(
    examples,
    async ({ changes, original }) => {
      let bytes: Buffer = original;
      for (const [kind, where, value] of changes) {
        bytes = CHANGES[kind](bytes, Math.floor((where / 1_000_000) * bytes.length), value);
      }
      const result = await run(bytes);
      const outcome = "refusal" in result ? result.refusal : "accepted";
      expect(["type", "pixels", "content", "accepted"]).toContain(outcome);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    },
    600,
  );
  expect(child.pid).toBe(before);
  // The changes reach the decoders, which make images of some.
  for (const outcome of ["content", "accepted"]) expect(outcomes.get(outcome)).toBeGreaterThan(10);
});

describe("ImageProcess", () => {
  const program = (source: string) => {
    const file = folder.file("child.mjs");
    writeFileSync(file, `process.on("message", () => { ${source} });\nprocess.send("ready");`);
    return file;
  };
  const start = (process: ImageProcess) => process.run("processImage", "", "", { pixels: 1 });

  test("a task that never ends — stopped, and the process is killed", async () => {
    const process = new ImageProcess({ file: program("for (;;) {}"), taskMs: 200 });
    expect(await start(process)).toEqual({ failure: "stopped" });
    expect(process.pid).toBeUndefined();
  });

  test("a process that crashes — stopped, and the next task gets another one", async () => {
    const process = new ImageProcess({ file: program("globalThis.process.kill(globalThis.process.pid, 'SIGSEGV')") });
    expect(await Promise.all([start(process), start(process)])).toEqual([
      { failure: "stopped" },
      { failure: "stopped" },
    ]);
  });

  test("a process that cannot start — an error that does not blame the image", async () => {
    const file = folder.file("child.mjs");
    writeFileSync(file, "process.exit(3)");
    await expect(start(new ImageProcess({ file }))).rejects.toThrow("ended with 3 before it was ready");
  });

  test("more tasks than the queue holds — busy", async () => {
    const process = new ImageProcess({ file: program("globalThis.process.send({ result: 1 })"), queueMax: 2 });
    const outcomes = await Promise.all([start(process), start(process), start(process), start(process)]);
    expect(outcomes.map((outcome) => ("failure" in outcome ? outcome.failure : "done"))).toEqual([
      "done",
      "done",
      "done",
      "busy",
    ]);
  });

  test("no task for a while — the process ends", async () => {
    const process = new ImageProcess({ file: program("globalThis.process.send({ result: 1 })"), idleMs: 1 });
    await start(process);
    while (process.pid !== undefined) await new Promise((resolve) => setTimeout(resolve, 5));
  });
});
