import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { fileTarget } from "#lib/server/backup/file-target";
import { locateBackup } from "#lib/server/backup/locate";
import { BackupRefused, type BackupTarget } from "#lib/server/backup/target";
import { env } from "#lib/server/env";
import { withFolder } from "#support/folder";
import { withS3Server } from "#support/s3-server";

const folder = withFolder();
const service = withS3Server();

const MIB = 1024 * 1024;

async function* chunks(...sizes: number[]): AsyncGenerator<Buffer> {
  for (const [at, size] of sizes.entries()) yield Buffer.alloc(size, String(at));
}

async function* broken(): AsyncGenerator<Buffer> {
  yield Buffer.alloc(20 * MIB);
  throw new Error("the database is gone");
}

const whole = async () => {};
const refuse = async () => {
  throw new Error("it was altered");
};

/** The URL of a backup in the bucket of the service. */
const s3Url = (name: string) => service.s3.url.replace("?", `/${name}?`);
const locate = (target: string, overwrites = false) =>
  locateBackup(target, { cwd: folder.file("."), filesUrl: service.s3.url, overwrites });

/** Both kinds of targets, and what is stored there. */
const kinds: [kind: string, target: () => BackupTarget, stored: () => [string, number][]][] = [
  [
    "file",
    () => locate("a.zip"),
    () => readdirSync(folder.file(".")).map((name) => [name, readFileSync(folder.file(name)).length]),
  ],
  [
    "bucket",
    () => locate(s3Url("backups/a.zip")),
    () => [...service.s3.files].map(([name, bytes]) => [name.replace("backups/", ""), bytes.length]),
  ],
];

test("a file that exists, with overwrites — replaced once the new one is whole", async () => {
  await locate("a.zip").write(chunks(5), whole);
  await expect(locate("a.zip", true).write(chunks(7), refuse)).rejects.toThrow("it was altered");
  expect(readFileSync(folder.file("a.zip"))).toHaveLength(5);
  await locate("a.zip", true).write(chunks(9), whole);
  expect(readFileSync(folder.file("a.zip"))).toHaveLength(9);
});

test("a bucket, with overwrites — refused: the old backup would be gone before the new one is verified", () => {
  expect(() => locate(s3Url("a.zip"), true)).toThrow("--overwrite replaces files only");
});

describe.each(kinds)("a %s", (_, target, stored) => {
  test("written, read at any offset — what was written", async () => {
    const bytes = await target().write(chunks(5, 17 * MIB, 3), whole);
    expect(bytes).toBe(17 * MIB + 8);
    expect(stored()).toEqual([["a.zip", bytes]]);
    await target().read(async (source) => {
      expect(source.size).toBe(bytes);
      expect((await source.read(2, 6)).toString()).toBe("000111");
      expect((await source.read(bytes - 4, 4)).toString()).toBe("1222");
    });
  });

  test("it exists — refused, and it stays", async () => {
    await target().write(chunks(5), whole);
    await expect(target().requireWritable()).rejects.toThrow(/ exists already; must be a new /);
    await expect(target().write(chunks(7), whole)).rejects.toThrow(BackupRefused);
    expect(stored()).toEqual([["a.zip", 5]]);
  });

  test("what is written breaks off, or is not what was to be written — nothing is left", async () => {
    await expect(target().write(broken(), whole)).rejects.toThrow("the database is gone");
    await expect(target().write(chunks(5), refuse)).rejects.toThrow("it was altered");
    expect(stored()).toEqual([]);
    expect(service.s3.uploads.size).toBe(0);
  });

  test("it is verified before it has its name, or is deleted again — verify reads all of it", async () => {
    await target().write(chunks(5, 5), async (source) => {
      expect((await source.read(0, source.size)).toString()).toBe("0000011111");
    });
  });

  test("it does not exist — nothing can be read", async () => {
    await expect(target().read(whole)).rejects.toThrow(/ does not exist; must be a backup$/);
  });
});

describe("fileTarget", () => {
  test.each([
    ["a folder", () => mkdirSync(folder.file("a")), "a", "is not a file; must be a new path"],
    ["below a folder that does not exist", () => {}, "b/a", "does not exist; must be a folder"],
    ["below a file", () => writeFileSync(folder.file("b"), ""), "b/a", "does not exist; must be a folder"],
  ])("%s — refused", async (_, prepare, name, message) => {
    prepare();
    await expect(fileTarget(folder.file(name), true).requireWritable()).rejects.toThrow(message);
  });

  test("a name that is too long — the error names the file, not the unfinished one", async () => {
    const name = "a".repeat(250);
    const error: Error = await fileTarget(folder.file(name), false)
      .write(chunks(4), whole)
      .then(
        () => Promise.reject(new Error("It was written")),
        (error: Error) => error,
      );
    expect(error.message).toMatch(/\/a{250}: name too long; must be .* \(ENAMETOOLONG\)$/);
  });

  test("a link to nothing, replaced while it was written — refused, and what is there stays", async () => {
    symlinkSync(folder.file("nowhere"), folder.file("link"));
    await fileTarget(folder.file("link"), false).write(chunks(4), whole);
    expect(readFileSync(folder.file("link"), "utf8")).toBe("0000");
    const late = fileTarget(folder.file("late"), false);
    const meanwhile = async () => writeFileSync(folder.file("late"), "mine");
    await expect(late.write(chunks(4), meanwhile)).rejects.toThrow("exists already");
    expect(readFileSync(folder.file("late"), "utf8")).toBe("mine");
    expect(readdirSync(folder.file(".")).sort()).toEqual(["late", "link"]);
  });
});

describe("s3Target", () => {
  test("parts — of one size, as services require, and none is a file before the last", async () => {
    async function* watched() {
      yield Buffer.alloc(40 * MIB);
      expect(service.s3.files.size).toBe(0);
      yield Buffer.alloc(1);
    }
    await locate(s3Url("a.zip")).write(watched(), whole);
    const parts = service.s3.requests
      .filter((request) => request.startsWith("PUT"))
      .map((one) => /partNumber=\d+/.exec(one)?.[0]);
    expect(parts).toEqual(["partNumber=1", "partNumber=2", "partNumber=3"]);
  });

  test("the response to the last request is lost — completed nevertheless", async () => {
    service.s3.complete = "silently";
    await locate(s3Url("a.zip")).write(chunks(9), whole);
    expect(service.s3.files.get("a.zip")?.length).toBe(9);
  });

  test.each([
    ["a wrong secret", (url: string) => url.replace("secret", "sucret"), "the secret is wrong"],
    ["a missing bucket", (url: string) => url.replace("/images/", "/other/"), "the bucket does not exist"],
  ])("%s — named, without the secret", async (_, change, message) => {
    const error = await locate(change(s3Url("a.zip")))
      .requireWritable()
      .catch((error: Error) => error);
    expect(String(error)).toContain(message);
    expect(String(error)).toMatch(/s3\+http:\/\/…@127/);
    expect(String(error)).not.toMatch(/cret[+%]/);
  });
});

describe("locateBackup", () => {
  test("s3://<bucket>/<name> — with the service and the key of FILES_URL", async () => {
    await locate("s3://images/nightly/2026-12-09.zip").write(chunks(3), whole);
    expect([...service.s3.files.keys()]).toEqual(["nightly/2026-12-09.zip"]);
  });

  test("a path — from the directory of the command", () => {
    expect(locate("../a.zip").shown).toBe(folder.file("../a.zip"));
    expect(locate("/b/a.zip").shown).toBe("/b/a.zip");
  });

  test.each([
    ["-", "must be a file or an s3:// URL"],
    ["", "must be a file or an s3:// URL"],
    ["s3://images/", "must end with a name"],
    ["s3://k:topsecret@host/images/", "must end with a name"],
    ["s3://k:topsecret@host/a.zip", "must be s3://<bucket>/<name>"],
    ["s3://k:topsecret@host/images/a%2fb", "must end with a name"],
    ["s3://k:topsecret@host/images/a?acl=1", "has the unknown parameter acl"],
    ["s3://k@host/images/a", "must be s3://<bucket>/<name>"],
    ["s3://k:topsecret%zz@host/images/a", "with / + @ # % in the secret written"],
    ["s3:/k:topsecret@host/images/a", "must be a file or an s3:// URL"],
    ["S3:k:topsecret@host/images/a", "must be a file or an s3:// URL"],
    ["ftp://k:topsecret@host/a", "must be a file or an s3:// URL"],
  ])("%s — refused in one line, without the secret", (target, message) => {
    const attempt = () => locate(target);
    expect(attempt).toThrow(BackupRefused);
    expect(attempt).toThrow(message);
    expect(attempt).not.toThrow("topsecret");
  });

  test("s3://<bucket>/<name> where images are in a folder — refused", () => {
    const filesUrl = "file:./data/images";
    expect(env().FILES_URL).not.toMatch(/^s3/);
    expect(() => locateBackup("s3://images/a.zip", { cwd: "/", filesUrl })).toThrow("FILES_URL is no bucket");
  });
});
