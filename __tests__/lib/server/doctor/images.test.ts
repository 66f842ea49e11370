import { randomBytes } from "node:crypto";
import { rename, utimes } from "node:fs/promises";
import path from "node:path";
import { beginBackup } from "#lib/server/backup/running";
import { env } from "#lib/server/env";
import { openStorage } from "#lib/server/files/files";
import { fileName } from "#lib/server/images/stored-files";
import { UPLOAD_MAX_MS } from "#lib/server/images/sweep";
import { checkNamed, contextOf, withSite } from "#support/doctor";
import { withS3Server } from "#support/s3-server";

const site = withSite();
const s3 = withS3Server();

const keyOf = async () => {
  const row = await site.db.selectFrom("images").selectAll().executeTakeFirstOrThrow();
  return row.key;
};
const widest = async () => fileName(await keyOf(), 600);
const smaller = async () => fileName(await keyOf(), 480);
const storage = () => openStorage(env().FILES_URL);

async function flip(name: string): Promise<Buffer> {
  const bytes = (await (await storage()).get(name)) ?? Buffer.alloc(0);
  const flipped = Buffer.from(bytes);
  const at = flipped.length - 10;
  flipped[at] = (flipped[at] ?? 0) ^ 1;
  await (await storage()).put(name, flipped);
  return bytes;
}

/** Stores a file as an upload would that was interrupted: no row has it. */
async function putExtra(ageMs = 2 * UPLOAD_MAX_MS): Promise<{ key: string; name: string }> {
  const key = `${"a".repeat(64)}-${randomBytes(6).toString("hex")}`;
  const name = fileName(key, 480);
  await (await storage()).put(name, Buffer.from("half of an upload"));
  const seconds = (Date.now() - ageMs) / 1000;
  await utimes(path.join(site.folder, name.slice(0, 2), name), seconds, seconds);
  return { key, name };
}

test("a flipped byte in an image — found by its SHA-256, not repaired", async () => {
  const bytes = await flip(await widest());
  const finding = { severity: "error", isFixable: false, remedy: expect.stringContaining("backup") };
  expect(await site.find("files of images")).toEqual([
    expect.objectContaining({
      ...finding,
      what: `whose file has other bytes than were stored: 1 image (${site.image.id})`,
    }),
  ]);
  await site.fix("files of images");
  expect(await site.find("files of images")).toHaveLength(1);
  await (await storage()).put(await widest(), bytes);
  expect(await site.find("files of images")).toEqual([]);
});

test("a missing file of an image — found, not repaired", async () => {
  const bytes = (await (await storage()).get(await widest())) ?? Buffer.alloc(0);
  await (await storage()).delete(await widest());
  const what = `without their file: 1 image (${site.image.id})`;
  expect(await site.find("files of images")).toEqual([expect.objectContaining({ what, isFixable: false })]);
  await (await storage()).put(await widest(), bytes);
});

test.each([
  ["missing", async (name: string) => (await storage()).delete(name)],
  ["empty", async (name: string) => (await storage()).put(name, Buffer.alloc(0))],
  [
    "overwritten",
    async (name: string) => (await storage()).put(name, Buffer.alloc((await (await storage()).get(name))?.length ?? 0)),
  ],
  [
    "cut off",
    async (name: string) =>
      (await storage()).put(name, ((await (await storage()).get(name)) ?? Buffer.alloc(0)).subarray(0, -20)),
  ],
])("a smaller file of an image that is %s — found, and regenerated from the widest", async (_, damage) => {
  await damage(await smaller());
  const what = `without a whole file of each smaller width: 1 image (${site.image.id})`;
  expect(await site.find("files of images")).toEqual([expect.objectContaining({ what, isFixable: true })]);
  await site.fix("files of images");
  expect(await site.find("files of images")).toEqual([]);
});

test("the folder of FILES_URL is gone — reported with the cause, in a line", async () => {
  await rename(site.folder, `${site.folder}-away`);
  expect(await site.problems()).toEqual([
    `files of images: the check failed: FILES_URL=file:${site.folder}: the folder does not exist; must be one that Octavo may write to (ENOENT)`,
  ]);
  await rename(`${site.folder}-away`, site.folder);
});

describe("files that no image has", () => {
  test("old ones — found, and deleted", async () => {
    const { name } = await putExtra();
    const what = `no image has 1 file (${name})`;
    expect(await site.find("files without an image")).toEqual([expect.objectContaining({ what, isFixable: true })]);
    await site.fix("files without an image");
    expect(await (await storage()).get(name)).toBeUndefined();
    expect(await site.db.selectFrom("image_files").selectAll().execute()).toEqual([]);
    expect(await site.problems()).toEqual([]);
  });

  test("without --delete-files — found, and nothing is deleted: another site may have them", async () => {
    const { name } = await putExtra();
    const { find, fix } = checkNamed("files without an image");
    await site.inContext(async (context) => {
      const careful = { ...context, deletesFiles: false };
      expect(await find(careful)).toEqual([
        expect.objectContaining({
          what: `no image has 1 file (${name})`,
          isFixable: false,
          remedy: expect.stringContaining("doctor --fix --delete-files"),
        }),
      ]);
      await fix?.(careful);
    });
    expect(await (await storage()).get(name)).toBeDefined();
    await (await storage()).delete(name);
  });

  test("of an upload that is going on, or may be — left alone", async () => {
    const young = await putExtra(UPLOAD_MAX_MS / 2);
    const logged = await putExtra();
    await site.db
      .insertInto("image_files")
      .values({ key: logged.key, width: 480, is_deleted: 0, since: Date.now() })
      .execute();
    expect(await site.find("files without an image")).toEqual([]);
    await site.fix("files without an image");
    for (const { name } of [young, logged]) {
      expect(await (await storage()).get(name)).toBeDefined();
      await (await storage()).delete(name);
    }
    await site.db.deleteFrom("image_files").execute();
  });

  test("while a backup is made — left to the sweep", async () => {
    const { name } = await putExtra();
    await beginBackup(site.db);
    await site.fix("files without an image");
    expect(await (await storage()).get(name)).toBeDefined();
    await site.db.deleteFrom("backups").execute();
    await (await storage()).delete(name);
    await site.db.deleteFrom("image_files").execute();
  });

  test("in the storage of another database — found, and nothing is deleted", async () => {
    const { key } = await site.db.selectFrom("images").select("key").executeTakeFirstOrThrow();
    const { name } = await putExtra();
    await site.db
      .updateTable("images")
      .set({ key: `${"b".repeat(64)}-000000000000` })
      .execute();
    const [found] = await site.find("files without an image");
    expect(found).toMatchObject({ isFixable: false, remedy: expect.stringContaining("FILES_URL") });
    await site.fix("files without an image");
    expect(await (await storage()).get(name)).toBeDefined();
    await site.db.updateTable("images").set({ key }).execute();
    await (await storage()).delete(name);
  });
});

test("images in a bucket — missing, damaged and extra files are found there, on every page of the listing", async () => {
  const bucket = await openStorage(s3.s3.url);
  const find = (name: string) => contextOf(site.url, s3.s3.url, (context) => checkNamed(name).find(context));
  for (const name of [await widest(), await smaller()]) {
    await bucket.put(name, (await (await storage()).get(name)) ?? Buffer.alloc(0));
  }
  expect([...(await find("files of images")), ...(await find("files without an image"))]).toEqual([]);
  const extra = Array.from({ length: 3 }, (_, n) => fileName(`${String(n).repeat(64)}-${"c".repeat(12)}`, 480));
  for (const name of [...extra, "import-1", "octavo.backup"]) await bucket.put(name, Buffer.from("x"));
  s3.s3.age(2 * UPLOAD_MAX_MS);
  expect(await find("files without an image")).toEqual([
    expect.objectContaining({ what: `no image has 3 files (${extra.join(", ")})`, isFixable: true }),
  ]);
  await contextOf(site.url, s3.s3.url, async (context) => checkNamed("files without an image").fix?.(context));
  expect([...s3.s3.files.keys()].sort()).toEqual([await smaller(), await widest(), "import-1", "octavo.backup"].sort());
  await bucket.delete(await widest());
  expect(await find("files of images")).toEqual([
    expect.objectContaining({ what: `without their file: 1 image (${site.image.id})` }),
  ]);
});
