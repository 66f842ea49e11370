import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { openStorage } from "#lib/server/files/files";
import type { Storage } from "#lib/server/files/storage";
import { withFolder } from "#support/folder";
import { withS3Server } from "#support/s3-server";

const NAME = "ab12-480.webp";
const BYTES = Buffer.from([0, 255, 10, 13, 128]);

const folder = withFolder();
const service = withS3Server();

describe.each(["folder", "s3"])("%s", (kind) => {
  let storage: Storage;
  beforeEach(async () => {
    storage = await openStorage(kind === "s3" ? service.s3.url : `file:${folder.file("images")}`);
    await storage.check();
  });

  test("put, get, delete — the bytes come back, and are gone", async () => {
    await storage.put(NAME, BYTES);
    expect(await storage.get(NAME)).toEqual(BYTES);
    await storage.delete(NAME);
    expect(await storage.get(NAME)).toBeUndefined();
  });

  test("get, delete — no such file — no error", async () => {
    expect(await storage.get(NAME)).toBeUndefined();
    await storage.delete(NAME);
  });

  test("put — twice, and at the same time — the file is whole", async () => {
    await Promise.all([storage.put(NAME, BYTES), storage.put("ab13-480.webp", BYTES)]);
    await storage.put(NAME, BYTES);
    expect(await storage.get(NAME)).toEqual(BYTES);
  });

  test.each(["../escape", "a/b", "", ".hidden", "A"])("put — the name %j — refused", async (name) => {
    await expect(storage.put(name, BYTES)).rejects.toThrow("is not the name of a file");
  });

  test("check — leaves no file behind", async () => {
    await storage.check();
    const left = kind === "s3" ? [...service.s3.files.keys()] : readdirSync(folder.file("images"));
    expect(left).toEqual([]);
  });
});

describe("folder", () => {
  const open = () => openStorage(`file:${folder.file("images")}`);

  test("check — no such folder — it is created, with those above", async () => {
    const storage = await openStorage(`file:${folder.file("data/images")}`);
    await storage.check();
    expect(readdirSync(folder.file("data"))).toEqual(["images"]);
  });

  test("the folder was deleted — every method throws, and nothing is created", async () => {
    const storage = await open();
    const message = /^FILES_URL=file:.*images: the folder does not exist; must be one .* \(ENOENT\)$/;
    await expect(storage.put(NAME, BYTES)).rejects.toThrow(message);
    await expect(storage.get(NAME)).rejects.toThrow(message);
    await expect(storage.delete(NAME)).rejects.toThrow(message);
    expect(readdirSync(folder.file("."))).toEqual([]);
  });

  test("a file is in the way — an error with the cause", async () => {
    writeFileSync(folder.file("images"), "");
    await expect((await open()).check()).rejects.toThrow(/FILES_URL=.*\(E(EXIST|NOTDIR)\)$/);
    await expect((await open()).put(NAME, BYTES)).rejects.toThrow(/is no folder.*\(ENOTDIR\)$/);
  });

  test("put — fails halfway — nothing is left", async () => {
    const storage = await open();
    await storage.check();
    // Renaming onto a folder fails, after the bytes were written.
    mkdirSync(path.join(folder.file("images"), "ab", NAME, "in the way"), { recursive: true });
    await expect(storage.put(NAME, BYTES)).rejects.toThrow("FILES_URL=");
    rmSync(path.join(folder.file("images"), "ab", NAME), { recursive: true });
    expect(readdirSync(path.join(folder.file("images"), "ab"))).toEqual([]);
  });

  test("delete — also deletes what a put that was interrupted has left", async () => {
    const storage = await open();
    await storage.check();
    mkdirSync(path.join(folder.file("images"), "ab"));
    writeFileSync(path.join(folder.file("images"), "ab", `${NAME}.tmp`), "half");
    await storage.delete(NAME);
    expect(readdirSync(path.join(folder.file("images"), "ab"))).toEqual([]);
  });
});

describe("s3", () => {
  const withUrl = (change: (url: string) => string) => openStorage(change(service.s3.url));

  test("a prefix in the URL — names begin with it", async () => {
    const storage = await withUrl((url) => url.replace("/images?", "/images/my/site?"));
    await storage.put(NAME, BYTES);
    expect([...service.s3.files.keys()]).toEqual([`my/site/${NAME}`]);
    expect(await storage.get(NAME)).toEqual(BYTES);
  });

  test.each([
    [
      "a wrong secret",
      (url: string) => url.replace("secret", "sucret"),
      "the secret is wrong",
      "SignatureDoesNotMatch",
    ],
    [
      "a wrong key",
      (url: string) => url.replace("octavo-key", "nobody"),
      "the access key is unknown",
      "InvalidAccessKeyId",
    ],
    [
      "a missing bucket",
      (url: string) => url.replace("/images?", "/other?"),
      "the bucket does not exist",
      "NoSuchBucket",
    ],
    [
      "a wrong region",
      (url: string) => url.replace("eu-test-1", "us-east-1"),
      "the region is wrong",
      "AuthorizationHeaderMalformed",
    ],
  ])(
    "%s — every method names the setting, the cause and the remedy, without the secret",
    async (_, change, cause, code) => {
      const storage = await withUrl(change);
      for (const attempt of [() => storage.put(NAME, BYTES), () => storage.get(NAME), () => storage.delete(NAME)]) {
        const error = await attempt().then(
          () => undefined,
          (error: Error) => error,
        );
        expect(error?.message).toMatch(/^FILES_URL=s3\+http:\/\/…@127\.0\.0\.1:\d+\/\w+\/: /);
        expect(error?.message).toContain(`${cause}; must be`);
        expect(error?.message).toContain(`(${code}, `);
        expect(error?.message).not.toContain("cret+");
      }
    },
  );

  test("no space left — the error says that it is full", async () => {
    const storage = await withUrl((url) => url);
    service.s3.failure = "XMinioStorageFull";
    await expect(storage.put(NAME, BYTES)).rejects.toMatchObject({ isFull: true });
  });

  test("an overloaded service — the request is repeated, then reported", async () => {
    const storage = await withUrl((url) => url);
    service.s3.failure = "SlowDown";
    await expect(storage.put(NAME, BYTES)).rejects.toThrow("the service refused (SlowDown, 503)");
    expect(service.s3.requests).toHaveLength(3);
  });

  test("a service that does not respond — an error after the time limit", async () => {
    const { s3Storage } = await import("#lib/server/files/s3");
    const { parseFilesUrl } = await import("#lib/server/files/files-url");
    const location = parseFilesUrl(service.s3.url);
    if (!("bucket" in location)) throw new Error("not a bucket");
    const storage = s3Storage(location.bucket, 100);
    service.s3.failure = "silence";
    await expect(storage.get(NAME)).rejects.toThrow("cannot be reached (did not respond within 0.1 seconds)");
  });

  test("no service — an error with the cause", async () => {
    const storage = await withUrl((url) => url);
    await service.s3.close();
    await expect(storage.get(NAME)).rejects.toThrow("cannot be reached (ECONNREFUSED)");
  });
});
