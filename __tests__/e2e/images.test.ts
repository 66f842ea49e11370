import { existsSync } from "node:fs";
import sharp from "sharp";
import { Image } from "#lib/shared/images";
import { engine } from "#support/engine";
import { phonePhoto, SECRETS } from "#support/image-files";
import { sendRequest } from "#support/send-request";
import { TestServer, withServer, withSharedServer } from "#support/server";

const server = withSharedServer();
const at = (path: string) => server.url + path;

const API_KEY = "a-key-of-the-operator";
const keyed = withServer({ API_KEY });

test("POST /api/images — no API key in production — 401, also where anyone may post", async () => {
  const response = await sendRequest(at("/api/images"), { method: "POST", body: {} });
  expect(response.status).toBe(401);
});

describe("API key", () => {
  const at = (path: string) => keyed.url + path;
  const send = (body: BodyInit, headers: Record<string, string> = {}) =>
    fetch(at("/api/images"), { method: "POST", headers: { authorization: `Bearer ${API_KEY}`, ...headers }, body });

  test("a photograph — stored without metadata, and served at its path: immutable, sandboxed, from the cache", async () => {
    const photo = await phonePhoto(800, 600);
    const response = await send(new Uint8Array(photo), { "content-type": "image/jpeg" });
    expect(response.status).toBe(201);
    const image = Image.parse(await response.json());
    expect([image.width, image.height]).toEqual([600, 800]);

    for (const { url, width } of image.variants) {
      const file = await fetch(at(url));
      expect(Object.fromEntries(file.headers)).toMatchObject({
        "content-type": "image/webp",
        "cache-control": "public, max-age=31536000, immutable, no-transform",
        "content-security-policy": "default-src 'none'; sandbox",
        "cross-origin-resource-policy": "cross-origin",
        "x-content-type-options": "nosniff",
        "strict-transport-security": "max-age=31536000",
      });
      const bytes = Buffer.from(await file.arrayBuffer());
      for (const secret of SECRETS) expect(bytes.includes(secret)).toBe(false);
      expect(await sharp(bytes).metadata()).toMatchObject({ format: "webp", width });

      const again = await fetch(at(url));
      expect(again.headers.get("cache-status")).toBe("Octavo; hit");
      expect(Buffer.from(await again.arrayBuffer()).equals(bytes)).toBe(true);
      const known = await fetch(at(url), { headers: { "if-none-match": String(file.headers.get("etag")) } });
      expect([known.status, await known.text()]).toEqual([304, ""]);
      const head = await fetch(at(url), { method: "HEAD" });
      expect(head.headers.get("content-length")).toBe(String(bytes.length));
    }
    expect((await fetch(at(image.url.replace("-600", "-601")))).status).toBe(404);
    expect((await fetch(at(image.url), { method: "POST" })).status).toBe(405);
    expect(existsSync(keyed.imageFolder)).toBe(true);
  });

  test("a form with a file, as a browser sends it — 201", async () => {
    const form = new FormData();
    form.set("file", new Blob([new Uint8Array(await phonePhoto(90, 60))], { type: "image/jpeg" }), 'päris "1".jpg');
    expect((await send(form)).status).toBe(201);
  });

  test("a body that is not an image, or cut off — 415, 4xx, and the server continues", async () => {
    expect((await send("<svg></svg>", { "content-type": "image/svg+xml" })).status).toBe(415);
    const half = (await phonePhoto(800, 600)).subarray(0, 3_000);
    expect((await send(new Uint8Array(half), { "content-type": "image/jpeg" })).status).toBe(422);
    expect((await fetch(at("/api/health"))).status).toBe(200);
  });
});

describe("start", () => {
  const withStarted = async (settings: Record<string, string>, check: (server: TestServer) => Promise<void>) => {
    const started = await new TestServer(settings).start();
    try {
      await check(started);
    } finally {
      await started.discard();
    }
  };

  test("a storage that cannot be used — the log names the setting and the cause, and posts are written", () =>
    withStarted({ FILES_URL: "file:/dev/null/images" }, async (started) => {
      while (!started.log.includes("storage-unusable")) await new Promise((resolve) => setTimeout(resolve, 20));
      expect(started.log).toContain(
        "FILES_URL=file:/dev/null/images: is no folder; must be one that Octavo may write to",
      );
      const body = { title: "Hello", content: "World" };
      expect((await sendRequest(`${started.url}/api/posts`, { method: "POST", body })).status).toBe(201);
      expect((await sendRequest(`${started.url}/api/ready`)).status).toBe(200);
    }));

  test("a folder beside PostgreSQL — the log says what several machines need", () =>
    withStarted({ LOG_LEVEL: "info" }, async (started) => {
      const note = "several machines need a folder that they share, or a bucket";
      if (engine !== "postgres") {
        expect((await sendRequest(`${started.url}/api/ready`)).status).toBe(200);
        expect(started.log).not.toContain(note);
        return;
      }
      while (!started.log.includes(note)) await new Promise((resolve) => setTimeout(resolve, 20));
    }));
});
