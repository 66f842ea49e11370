import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { digestImageFiles } from "#lib/server/copy/image-files";
import { inReadSnapshot } from "#lib/server/db/transaction";
import { files, openStorage } from "#lib/server/files/files";
import { withDatabase } from "#support/database";
import { sample } from "#support/long";
import { octavo } from "#support/octavo";
import { withS3Server } from "#support/s3-server";
import { withSettings } from "#support/settings";
import { uploaded, withImageFolder } from "#support/uploads";

const database = withDatabase();
const storage = withImageFolder();
const service = withS3Server();
withSettings({ WRITE_LIMIT: 0 });

const digest = async (options = {}) =>
  inReadSnapshot(database.db, async (trx) => digestImageFiles(trx, await files(), options));

beforeEach(async () => {
  await uploaded(1);
  await uploaded(2, undefined, 1_000);
});

describe("digestImageFiles", () => {
  test("copied to a bucket — the same files there, and the same digest", async () => {
    const copyTo = await openStorage(service.s3.url);
    const copied = await digest({ copyTo });
    expect(copied.rows).toBe(4);
    expect([...service.s3.files.keys()].sort()).toEqual(storage.stored().sort());
    expect(await digest()).toEqual(copied);
    const there = await inReadSnapshot(database.db, (trx) => digestImageFiles(trx, copyTo));
    expect(there).toEqual(copied);
  });

  test("another image — another digest", async () => {
    const before = await digest();
    await uploaded(3);
    expect((await digest()).sha256).not.toBe(before.sha256);
  });

  test("a missing file, a damaged one — an error that names it", async () => {
    const [name = ""] = storage.stored().filter((one) => one.endsWith("-16.webp"));
    const file = path.join(storage.folder, name.slice(0, 2), name);
    writeFileSync(file, "other bytes");
    await expect(digest()).rejects.toThrow(`the file ${name} is damaged`);
    rmSync(file);
    await expect(digest()).rejects.toThrow(`the file ${name} is missing`);
  });
});

describe("npx octavo", () => {
  test("copy — one of the two storages, a wrong one, the same twice — exit code 2", async () => {
    const both = ["copy", "--from", "file:a.db", "--to", "file:b.db"];
    const wrong = sample<[options: string[], message: string]>(
      [[["--files-from", "file:a", "--files-to", "file:a"], "are the same"]],
      [
        [["--files-from", "file:a"], "--files-to is missing"],
        [["--files-to", "file:a"], "--files-from is missing"],
        [["--files-from", "ftp://a", "--files-to", "file:a"], "--files-from=ftp://a: must be file:<folder>"],
      ],
    );
    for (const [options, message] of wrong) {
      const { status, stderr } = await octavo([...both, ...options]);
      expect([status, stderr]).toEqual([2, expect.stringContaining(message)]);
    }
  });

  test("copy and digest — files of a new database — none, and equal digests", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "octavo-"));
    try {
      const [from, to] = [`file:${folder}/a.db`, `file:${folder}/b.db`];
      await octavo(["seed", "--posts", "1", "--database", from]);
      const storages = ["--files-from", `file:${folder}/a`, "--files-to", `file:${folder}/b`];
      const copied = await octavo(["copy", "--from", from, "--to", to, ...storages]);
      expect([copied.status, copied.stdout]).toEqual([0, expect.stringMatching(/^image files +0 +e3b0c442/m)]);
      expect(readdirSync(folder)).toContain("b");
      const digested = await octavo(["digest", "--database", to, "--files", `file:${folder}/b`]);
      expect(copied.stdout).toContain(digested.stdout);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
