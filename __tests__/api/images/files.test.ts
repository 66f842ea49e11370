import { rmSync } from "node:fs";
import path from "node:path";
import sharp from "sharp";
import { files } from "#lib/server/files/files";
import type { Image } from "#lib/shared/images";
import { call } from "#support/call";
import { withDatabase } from "#support/database";
import { withSettings } from "#support/settings";
import { uploaded, withImageFolder } from "#support/uploads";
import file from "../../../pages/api/images/files/[file]";

withDatabase();
const storage = withImageFolder();
withSettings({ WRITE_LIMIT: 0 });

const get = (name: string, init: Parameters<typeof call>[1] = {}) => call(file, { ...init, query: { file: name } });
const nameOf = ({ id }: Image, width: number) => `${id}-${width}.webp`;

let image: Image;
beforeEach(async () => {
  image = await uploaded(1, undefined, 600);
});

describe("GET /images/<id>-<width>.webp", () => {
  test("each width — the bytes, immutable, sandboxed, with an ETag", async () => {
    for (const width of [480, 600]) {
      const response = await get(nameOf(image, width));
      expect(response.status).toBe(200);
      expect(response.headers).toMatchObject({
        "content-type": "image/webp",
        "cache-control": "public, max-age=31536000, immutable, no-transform",
        "content-security-policy": "default-src 'none'; sandbox",
        "cross-origin-resource-policy": "cross-origin",
        "x-content-type-options": "nosniff",
        etag: `"${image.id}-${width}"`,
      });
    }
  });

  test("the widest file — its SHA-256 is the id, and it has the size of the image", async () => {
    const [name = ""] = storage.stored().filter((one) => one.endsWith("-600.webp"));
    const bytes = await (await files()).get(name);
    const { createHash } = await import("node:crypto");
    expect(
      createHash("sha256")
        .update(bytes as Buffer)
        .digest("hex"),
    ).toBe(image.id);
    expect(await sharp(bytes).metadata()).toMatchObject({ width: 600, height: image.height });
  });

  test("If-None-Match with its ETag — 304 without a body, and without reading the file", async () => {
    rmSync(storage.folder, { recursive: true });
    const response = await get(nameOf(image, 600), { headers: { "if-none-match": `"${image.id}-600"` } });
    expect([response.status, response.body]).toEqual([304, ""]);
  });

  test("HEAD — the same headers, without a body", async () => {
    const response = await get(nameOf(image, 600), { method: "HEAD" });
    expect([response.status, response.body]).toEqual([200, ""]);
    expect(Number(response.headers["content-length"])).toBeGreaterThan(0);
  });

  test.each([
    ["another width", ({ id }: Image) => `${id}-601.webp`],
    ["a width that only larger images have", ({ id }: Image) => `${id}-960.webp`],
    ["a width with a leading zero", ({ id }: Image) => `${id}-0600.webp`],
    ["another id", ({ id }: Image) => `${id.replace(/./g, "0")}-600.webp`],
    ["capital letters", ({ id }: Image) => `${id.toUpperCase()}A-600.webp`],
    ["another type", ({ id }: Image) => `${id}-600.png`],
    ["a path", () => "../../octavo.db"],
  ])("%s — 404", async (_, name) => {
    const response = await get(name(image));
    expect(response.json()).toMatchObject({ status: 404, title: "Image not found" });
    expect(response.headers["cache-control"]).toContain("no-store");
  });

  test("the storage is unavailable — 503; the file is missing — 404", async () => {
    rmSync(storage.folder, { recursive: true });
    expect((await get(nameOf(image, 600))).status).toBe(503);
    await (await files()).check();
    expect((await get(nameOf(image, 600))).status).toBe(404);
    expect(path.isAbsolute(storage.folder)).toBe(true);
  });

  test("POST — 405 with Allow", async () => {
    const response = await get(nameOf(image, 600), { method: "POST" });
    expect([response.status, response.headers.allow]).toEqual([405, "GET, HEAD, OPTIONS"]);
  });
});
