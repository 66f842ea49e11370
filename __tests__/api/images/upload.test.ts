import { readdirSync, rmSync } from "node:fs";
import os from "node:os";
import { Image } from "#lib/shared/images";
import { makeAuthor, makeKey, makeOwner } from "#support/accounts";
import { call } from "#support/call";
import { rowsIn, withDatabase } from "#support/database";
import { withFolder } from "#support/folder";
import { animation, phonePhoto, picture } from "#support/image-files";
import { withSettings } from "#support/settings";
import { pngOf, upload, uploaded, withImageFolder } from "#support/uploads";
import images from "../../../pages/api/images/index";

const database = withDatabase();
const storage = withImageFolder();
withSettings({ WRITE_LIMIT: 0 });

// Whatever becomes of a request, it leaves no temporary file.
afterEach(() => {
  jest.restoreAllMocks();
  expect(readdirSync(temporary.file("."))).toEqual([]);
});
const temporary = withFolder();
beforeEach(() => {
  jest.spyOn(os, "tmpdir").mockReturnValue(temporary.file("."));
});

const nothingStored = async () => {
  expect(await rowsIn(database.db, "images")).toEqual([]);
  expect(await rowsIn(database.db, "image_files")).toEqual([]);
  expect(storage.stored()).toEqual([]);
};

type Part = { name: string; filename?: string; content: Uint8Array | string };

function form(parts: Part[]): { raw: Buffer; headers: Record<string, string> } {
  const chunks = parts.flatMap(({ content, filename, name }) => [
    Buffer.from(
      `--edge\r\nContent-Disposition: form-data; name="${name}"${filename === undefined ? "" : `; filename="${filename}"`}\r\n\r\n`,
    ),
    Buffer.from(content as string),
    Buffer.from("\r\n"),
  ]);
  return {
    raw: Buffer.concat([...chunks, Buffer.from("--edge--\r\n")]),
    headers: { "content-type": "multipart/form-data; boundary=edge" },
  };
}
const postForm = (parts: Part[]) => call(images, { method: "POST", ...form(parts) });

describe("POST /api/images", () => {
  test("an image — 201 with its size and the paths of its files, which are stored", async () => {
    const response = await upload(await picture(1_000, 500).png().toBuffer());
    expect(response.status).toBe(201);
    const image = Image.parse(response.json());
    const path = (width: number) => `/images/${image.id}-${width}.webp`;
    expect(image).toMatchObject({ url: path(1_000), width: 1_000, height: 500, isAnimated: false });
    expect(image.variants).toEqual([480, 960, 1_000].map((width) => ({ width, url: path(width) })));
    expect(response.headers.location).toBe(`http://octavo.test/api/images/${image.id}`);
    expect(storage.stored()).toHaveLength(3);
    expect(await rowsIn(database.db, "image_files")).toEqual([]);
  });

  test("multipart form — 201", async () => {
    const response = await postForm([{ name: "file", filename: "a.png", content: await pngOf(1) }]);
    expect(response.status).toBe(201);
  });

  test("the same file twice — 200 and the same image; by another account — 201 and the same image", async () => {
    const [owner, author] = [await makeOwner(), await makeAuthor()];
    const bytes = await pngOf(1);
    const responses = [await upload(bytes, owner), await upload(bytes, owner), await upload(bytes, author)];
    expect(responses.map(({ status }) => status)).toEqual([201, 200, 201]);
    expect(new Set(responses.map(({ body }) => body)).size).toBe(1);
    expect(storage.stored()).toHaveLength(1);
  });

  test("two files that differ in metadata only — one image", async () => {
    const photo = await phonePhoto();
    const other = Buffer.from(photo);
    other.write("OTHER-PLACE", photo.indexOf("SECRET-PLACE"));
    expect((await upload(photo)).status).toBe(201);
    expect((await upload(other)).status).toBe(200);
    expect(storage.stored()).toHaveLength(1);
  });

  test("the same image twenty times at once — stored once", async () => {
    const bytes = await pngOf(1, 600);
    const author = await makeAuthor();
    const responses = await Promise.all(Array.from({ length: 20 }, () => upload(bytes, author)));
    expect(new Set(responses.map(({ body }) => body)).size).toBe(1);
    expect(responses.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(responses.filter(({ status }) => status === 200)).toHaveLength(19);
    expect(storage.stored()).toHaveLength(2);
    expect(await rowsIn(database.db, "images")).toHaveLength(1);
  });

  test("an animated GIF — animated", async () => {
    expect((await upload(await animation(), undefined, "image/gif")).json()).toMatchObject({ isAnimated: true });
  });

  test("no Content-Type, or that of another image format — the bytes decide", async () => {
    const raw = await pngOf(1);
    expect((await call(images, { method: "POST", raw })).status).toBe(201);
    expect((await upload(raw, undefined, "image/jpeg")).status).toBe(200);
  });

  test("an API key — 201; a read-only one — 403", async () => {
    const owner = await makeOwner();
    expect((await upload(await pngOf(1), await makeKey(owner))).status).toBe(201);
    const reader = await makeKey(owner, { name: "Reads", scope: "read" });
    expect((await upload(await pngOf(2), reader)).status).toBe(403);
  });

  test("Octavo-Account names another account — 409", async () => {
    const { headers } = await makeOwner();
    expect((await upload(await pngOf(1), { headers: { ...headers, "octavo-account": "other" } })).status).toBe(409);
  });

  test.each([
    [
      "SVG",
      "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
      "image/svg+xml",
      "The file is SVG",
    ],
    ["HEIC", "\0\0\0\x18ftypheic\0\0\0\0mif1heic", "image/heic", "The file is HEIC; export it as JPEG"],
    ["text", "Hello", "image/png", "The file is of an unknown type"],
  ])("%s — 415 that names it and what is accepted", async (_, text, type, detail) => {
    const response = await upload(Buffer.from(text, "latin1"), undefined, type);
    expect(response.status).toBe(415);
    expect(response.json()).toMatchObject({ detail: expect.stringContaining(detail) });
    await nothingStored();
  });

  test("a media type that is not an image's — 415 with Accept-Post", async () => {
    const response = await upload(Buffer.from("{}"), undefined, "application/json");
    expect(response.status).toBe(415);
    expect(response.headers["accept-post"]).toBe("image/*, multipart/form-data");
  });

  test("a compressed body — 415", async () => {
    const response = await upload(await pngOf(1), { headers: { "content-encoding": "gzip" } });
    expect([response.status, response.headers["accept-encoding"]]).toEqual([415, "identity"]);
  });

  test.each(["image/png", "application/octet-stream"])("an empty body as %s — 400", async (type) => {
    expect((await upload(Buffer.of(), undefined, type)).json()).toMatchObject({
      status: 400,
      detail: "The body holds no image: it is empty.",
    });
  });

  test("a damaged image — 422 that says so, and nothing is stored", async () => {
    const whole = await picture(300, 300).png().toBuffer();
    const response = await upload(whole.subarray(0, whole.length / 2));
    expect(response.status).toBe(422);
    expect(response.json()).toMatchObject({
      type: "/docs/errors#invalid-image",
      detail: expect.stringMatching("damaged"),
    });
    await nothingStored();
  });

  describe("limits", () => {
    withSettings({ IMAGE_BYTES_LIMIT: 1, IMAGE_PIXELS_LIMIT: 1 });

    test("more pixels than IMAGE_PIXELS_LIMIT — 422 with both numbers", async () => {
      const response = await upload(await picture(1_001, 1_000).png().toBuffer());
      expect(response.json()).toMatchObject({
        status: 422,
        detail: "The image has 1001 × 1000 = 1,001,000 pixels, more than 1,000,000.",
      });
    });

    test("more bytes than IMAGE_BYTES_LIMIT, as body or in a form — 413", async () => {
      const content = Buffer.alloc(1024 * 1024 + 1);
      const responses = [await upload(content), await postForm([{ name: "file", filename: "a.png", content }])];
      for (const response of responses)
        expect(response.json()).toMatchObject({ status: 413, title: "The image is larger than 1 MiB" });
      await nothingStored();
    });

    test("far more bytes — 413 without reading all of them, or any if Content-Length says so", async () => {
      let read = 0;
      const chunk = Buffer.alloc(64 * 1024);
      const endless = async (headers: Record<string, string>) => {
        const { createMocks } = await import("node-mocks-http");
        const { req, res } = createMocks({ method: "POST", headers: { host: "octavo.test", ...headers } });
        async function* chunks() {
          for (;;) {
            read += chunk.length;
            yield chunk;
          }
        }
        Object.assign(req, { body: undefined, [Symbol.asyncIterator]: chunks });
        await images(req as never, res as never);
        return res._getStatusCode();
      };
      expect(await endless({ "content-type": "image/png" })).toBe(413);
      expect(read).toBeLessThan(3 * 1024 * 1024);
      read = 0;
      expect(await endless({ "content-type": "image/png", "content-length": String(10 ** 10) })).toBe(413);
      expect(read).toBe(0);
    });
  });

  test.each([
    ["no file", [{ name: "title", content: "Text" }], "The form holds no file."],
    [
      "two files",
      [
        { name: "a", filename: "a.png", content: "a" },
        { name: "b", filename: "b.png", content: "b" },
      ],
      "The form holds more than one file; send one request for each.",
    ],
    ["an empty file", [{ name: "a", filename: "a.png", content: "" }], "The body holds no image: it is empty."],
  ])("a form with %s — 400", async (_, parts, detail) => {
    expect((await postForm(parts)).json()).toMatchObject({ status: 400, detail });
    await nothingStored();
  });

  test("a form that is cut off, or has no boundary — 400", async () => {
    const { headers, raw } = form([{ name: "file", filename: "a.png", content: await pngOf(1) }]);
    const cut = await call(images, { method: "POST", headers, raw: raw.subarray(0, 150) });
    expect(cut.status).toBe(400);
    const bare = await call(images, { method: "POST", headers: { "content-type": "multipart/form-data" }, raw });
    expect(bare.status).toBe(400);
    await nothingStored();
  });

  test("an unknown query parameter — 400", async () => {
    const response = await call(images, { method: "POST", query: { alt: "x" }, raw: await pngOf(1) });
    expect(response.status).toBe(400);
  });

  test("the folder of FILES_URL is missing — 503 with Retry-After, nothing stored, and uploads work once it is back", async () => {
    rmSync(storage.folder, { recursive: true });
    const response = await upload(await pngOf(1));
    expect(response.json()).toMatchObject({ status: 503, type: "/docs/errors#storage-unavailable" });
    expect(response.headers["retry-after"]).toBe("2");
    expect(response.body).not.toContain(storage.folder);
    expect(await rowsIn(database.db, "images")).toEqual([]);
    const { files } = await import("#lib/server/files/files");
    await (await files()).check();
    expect((await upload(await pngOf(1))).status).toBe(201);
  });

  describe("rate limit", () => {
    withSettings({ WRITE_LIMIT: 1 });

    test("more than twice WRITE_LIMIT — 429 with Retry-After", async () => {
      const author = await makeAuthor();
      await uploaded(1, author);
      await uploaded(2, author);
      const response = await upload(await pngOf(3), author);
      expect([response.status, response.headers["retry-after"]]).toEqual([429, "60"]);
    });
  });
});
