import { statSync, writeFileSync } from "node:fs";
import { Contents } from "#lib/server/backup/contents";
import { HEADER_PATH } from "#lib/server/backup/format";
import { lastBackup } from "#lib/server/backup/last-backup";
import { sealed } from "#lib/server/backup/seal";
import { digestImageFiles } from "#lib/server/copy/image-files";
import { readSource } from "#lib/server/copy/source-and-target";
import { closeDatabase, useDatabase } from "#lib/server/db/database";
import { migrateTo } from "#lib/server/db/migrate";
import { MIGRATIONS } from "#lib/server/db/migrations/names";
import { connect } from "#lib/server/db/open";
import { isCurrent } from "#lib/server/db/schema";
import type { Database } from "#lib/server/db/tables";
import { inReadSnapshot, inTransaction } from "#lib/server/db/transaction";
import type { ExportFile } from "#lib/server/export/export-file";
import { zip } from "#lib/server/export/zip";
import { files, openStorage } from "#lib/server/files/files";
import { deleteImage } from "#lib/server/images/delete";
import { fileName } from "#lib/server/images/stored-files";
import { sweepUnusedImages } from "#lib/server/images/sweep";
import { createPost, updatePost } from "#lib/server/posts/write";
import { backUp, restoredTables, restoreFrom } from "#support/backups";
import { rowsIn } from "#support/database";
import { withDatabases } from "#support/databases";
import { engine } from "#support/engine";
import { makePost, titlesFound } from "#support/factories";
import { withFolder } from "#support/folder";
import { isLong, longTest } from "#support/long";
import { withS3Server } from "#support/s3-server";
import { withSettings } from "#support/settings";
import { uploaded, withImageFolder } from "#support/uploads";
import { ANYONE } from "#support/viewers";

jest.setTimeout(60_000);

const places = withDatabases();
const folder = withFolder();
const images = withImageFolder();
const service = withS3Server();
withSettings({ WRITE_LIMIT: 0 });
afterEach(closeDatabase);

/** A test whose statements other tests execute on both engines. */
const testOnce = engine === "sqlite" ? test : longTest;

const POSTS = isLong ? 2_000 : 260;

/** The last migration of an earlier version, in which accounts have fewer columns. */
const EARLIER = "022-preview-links";

/** The files of a backup, whose header says that only the first migrations have made its tables. */
async function* withSchema(entries: AsyncIterable<ExportFile>, count: number): AsyncGenerator<ExportFile> {
  for await (const entry of entries) {
    if (entry.path !== HEADER_PATH) yield entry;
    else {
      const header = { ...JSON.parse(entry.bytes.toString()), schema: MIGRATIONS.slice(0, count) };
      yield { ...entry, bytes: Buffer.from(JSON.stringify(header)) };
    }
  }
}

/** Makes the handlers use a new database on the engine of this Jest project. */
async function newSite(): Promise<{ url: string; db: Database }> {
  const url = await places.target();
  const db = await places.open(url);
  useDatabase(db);
  return { url, db };
}

async function switchTo(url: string): Promise<Database> {
  await closeDatabase();
  const db = await places.open(url);
  useDatabase(db);
  return db;
}

describe("makeBackup and restoreBackup", () => {
  test("to this engine, back to SQLite — the digests of the snapshot, of the manifests and of all databases are the same but for the content version", async () => {
    const [source, there, back] = [await places.source(POSTS), await places.target(), places.file("back.db")];
    const before = await places.summary(source);
    const first = await backUp(source, folder.file("first.zip"));
    expect(first.manifest).toMatchObject(before);
    await restoreFrom(folder.file("first.zip"), there);
    expect(restoredTables(await places.summary(there))).toEqual(restoredTables(before));
    const second = await backUp(there, folder.file("second.zip"));
    expect(restoredTables(second.manifest)).toEqual(restoredTables(first.manifest));
    await restoreFrom(folder.file("second.zip"), back);
    expect(restoredTables(await places.summary(back))).toEqual(restoredTables(before));
    expect(before.tables).toMatchObject({ posts: { rows: POSTS }, secret: { rows: 1 }, rate_limits: { rows: 4 } });

    await switchTo(there);
    expect((await titlesFound("lisbonne")).length).toBeGreaterThan(0);
  });

  test("a backup — its file may be read by its owner only, and the database has its time, size and duration", async () => {
    const { db, url } = await newSite();
    await makePost();
    const before = Date.now();
    const { beganAt, bytes, durationMs } = await backUp(url, folder.file("backup.zip"));
    const { mode, size } = statSync(folder.file("backup.zip"));
    expect([mode & 0o777, size]).toEqual([0o600, bytes]);
    expect(beganAt).toBeGreaterThanOrEqual(before);
    expect(await lastBackup(db)).toEqual({ beganAt, bytes, durationMs });
    expect(await rowsIn(db, "backups")).toHaveLength(1);

    const there = await places.target();
    await restoreFrom(folder.file("backup.zip"), there);
    expect(await rowsIn(await places.open(there), "backups")).toEqual([]);
  });

  testOnce("a backup that fails — nothing is left, and the last backup is the one before", async () => {
    const { db, url } = await newSite();
    await makePost();
    const { bytes } = await backUp(url, folder.file("backup.zip"));
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(backUp(url, folder.file("other.zip"), { signal })).rejects.toThrow("enough");
    expect(() => statSync(folder.file("other.zip"))).toThrow("ENOENT");
    expect(await lastBackup(db)).toMatchObject({ bytes });
    expect(await rowsIn(db, "backups")).toHaveLength(1);
  });

  test("a database that cannot be written to — backed up, with a warning", async () => {
    const { db, url } = await newSite();
    await makePost({ title: "Still here" });
    await db.schema.dropTable("backups").execute();
    const warnings: string[] = [];
    await backUp(url, folder.file("backup.zip"), { onWarning: (message) => warnings.push(message) });
    expect(warnings).toEqual([expect.stringMatching(/^the database cannot be written to .*not recorded/)]);
    const there = await places.target();
    await restoreFrom(folder.file("backup.zip"), there);
    expect((await places.summary(there)).tables.posts).toEqual((await places.summary(url)).tables.posts);
  });

  test("a backup of an earlier version — restored at its version, migrated, and searchable; into no database with tables", async () => {
    const db = await connect(places.file("old.db"), "fill");
    await inTransaction(db, (trx) => migrateTo(trx, EARLIER));
    await createPost(db, { title: "Un café", content: "Lisbonne" });
    const [account] = ["a"].map((id) => ({
      id,
      name: "Olga",
      email: "o@example.org",
      emailVerified: 0,
      role: "owner",
    }));
    const times = { createdAt: "2026-01-01T00:00:00.000Z", updatedAt: "2026-01-01T00:00:00.000Z" };
    await db
      .insertInto("accounts")
      .values({ ...account, ...times, slug: "olga" } as never)
      .execute();
    const options = { storage: undefined, allowsMissing: false, beganAt: Date.now() };
    await inReadSnapshot(db, async (trx) => {
      const chunks = sealed(zip(withSchema(new Contents(options).files(trx), MIGRATIONS.indexOf(EARLIER) + 1)));
      writeFileSync(folder.file("old.zip"), Buffer.concat(await Array.fromAsync(chunks)));
    });
    await db.destroy();

    const there = await places.target();
    const { manifest } = await restoreFrom(folder.file("old.zip"), there);
    const restored = await switchTo(there);
    expect(await isCurrent(restored)).toBe(true);
    expect(await titlesFound("cafe lisb")).toEqual(["Un café"]);
    expect(await rowsIn(restored, "accounts")).toMatchObject([{ name: "Olga", is_passkey_only: 0 }]);
    expect((await places.summary(there)).tables.posts).toEqual(manifest.tables.posts);
    const migrated = await places.target();
    await places.open(migrated);
    await expect(restoreFrom(folder.file("old.zip"), migrated)).rejects.toThrow("must have no tables");
  });
});

const imagesDigest = (url: string, filesUrl: string) =>
  readSource(url, async (trx) => digestImageFiles(trx, await openStorage(filesUrl)));

describe("images", () => {
  testOnce("restored into a bucket, backed up from there, restored into a folder — the same files", async () => {
    const { url } = await newSite();
    const [one, two] = [await uploaded(1), await uploaded(2, undefined, 1_000)];
    await createPost(await places.open(url), { title: "Images", content: `${one.id} ${two.id}` });
    const made = await backUp(url, folder.file("a.zip"), { storage: await files() });
    expect(made.manifest).toMatchObject({ imageFiles: { rows: 4 }, missingImageFiles: 0 });

    const [there, back] = [await places.target(), places.file("back.db")];
    await restoreFrom(folder.file("a.zip"), there, { storage: await openStorage(service.s3.url) });
    expect([...service.s3.files.keys()].sort()).toEqual(images.stored().sort());
    const again = await backUp(there, folder.file("b.zip"), { storage: await openStorage(service.s3.url) });
    expect(restoredTables(again.manifest)).toEqual(restoredTables(made.manifest));
    expect(again.manifest.imageFiles).toEqual(made.manifest.imageFiles);
    await restoreFrom(folder.file("b.zip"), back, { storage: await openStorage(`file:${folder.file("back")}`) });
    expect(await imagesDigest(back, `file:${folder.file("back")}`)).toEqual(made.manifest.imageFiles);
  });

  testOnce(
    "a storage that has the files already — they stay, and another file of the same name is refused",
    async () => {
      const { url } = await newSite();
      await uploaded(1);
      await backUp(url, folder.file("a.zip"), { storage: await files() });
      const before = images.stored();
      await restoreFrom(folder.file("a.zip"), await places.target(), { storage: await files() });
      expect(images.stored()).toEqual(before);
      const [name = ""] = before;
      const storage = await files();
      await storage.put(name, Buffer.from("another"));
      const there = await places.target();
      await expect(restoreFrom(folder.file("a.zip"), there, { storage })).rejects.toThrow(`another file ${name}`);
      expect((await storage.get(name))?.toString()).toBe("another");
    },
  );

  test("an image that is deleted while the backup is made — it is in the backup, and its files are deleted afterwards", async () => {
    const { db, url } = await newSite();
    const { id } = await uploaded(1);
    const [{ key = "" } = {}] = await db.selectFrom("images").select("key").execute();
    let deleting: Promise<void> | undefined;
    const onStep = () => {
      deleting ??= deleteImage(db, id, ANYONE);
    };
    await makePost();
    const storage = await files();
    const slow = {
      ...storage,
      async get(name: string) {
        await deleting;
        return storage.get(name);
      },
    };
    const made = await backUp(url, folder.file("a.zip"), { storage: slow, onStep });
    expect(await rowsIn(db, "images")).toEqual([]);
    expect(made.manifest).toMatchObject({ imageFiles: { rows: 1 }, tables: { images: { rows: 1 } } });
    expect(images.stored()).toEqual([fileName(key, 16)]);
    await sweepUnusedImages(db, storage);
    expect(images.stored()).toEqual([]);
  });

  testOnce("a backup that takes long — says again and again that it goes on", async () => {
    const { db, url } = await newSite();
    await uploaded(1);
    const heartbeat = async () => Number((await rowsIn(db, "backups"))[0]?.heartbeat);
    const storage = await files();
    const slow = {
      ...storage,
      async get(name: string) {
        for (const first = await heartbeat(); (await heartbeat()) === first; ) {
          await new Promise((resolve) => setTimeout(resolve, 2));
        }
        return storage.get(name);
      },
    };
    const { manifest } = await backUp(url, folder.file("a.zip"), { storage: slow, heartbeatMs: 5 });
    expect(manifest.imageFiles.rows).toBe(1);
  });

  testOnce("a file that the storage has lost — refused by its name; left out where that is allowed", async () => {
    const { db, url } = await newSite();
    await uploaded(1, undefined, 1_000);
    const [{ key = "" } = {}] = await db.selectFrom("images").select("key").execute();
    await (await files()).delete(fileName(key, 480));
    const storage = await files();
    await expect(backUp(url, folder.file("a.zip"), { storage })).rejects.toThrow(
      `the file ${fileName(key, 480)} is missing`,
    );
    const { manifest } = await backUp(url, folder.file("a.zip"), { storage, allowsMissing: true });
    expect(manifest).toMatchObject({ imageFiles: { rows: 2 }, missingImageFiles: 1 });
    await restoreFrom(folder.file("a.zip"), await places.target(), { storage: await openStorage(service.s3.url) });
    expect([...service.s3.files.keys()].sort()).toEqual(images.stored().sort());
  });

  testOnce("without a storage — refused, and nothing is written", async () => {
    const { url } = await newSite();
    await uploaded(1);
    await expect(backUp(url, folder.file("a.zip"))).rejects.toThrow("--files is missing: the database has 1 image");
    await backUp(url, folder.file("a.zip"), { storage: await files() });
    const there = await places.target();
    await expect(restoreFrom(folder.file("a.zip"), there)).rejects.toThrow("--files is missing: the backup has 1 file");
  });
});

describe("while the site is written to", () => {
  test("restored — one moment: every post acknowledged before it began, and of each writer no later post without the earlier ones", async () => {
    const { db, url } = await newSite();
    const acknowledged: string[][] = [[], [], []];
    let isOver = false;
    const writers = acknowledged.map(async (mine) => {
      try {
        while (!isOver) {
          const id = String((await createPost(db, { title: "One of many", content: "Written." })).id);
          if (mine.length % 3 === 0) await updatePost(db, id, { content: "Changed." }, ANYONE);
          mine.push(id);
        }
      } finally {
        isOver = true;
      }
    });
    const all = () => acknowledged.flat().length;
    const reach = async (count: number) => {
      while (all() < count && !isOver) await new Promise((resolve) => setTimeout(resolve, 1));
    };
    await reach(40);
    const before = acknowledged.map((mine) => mine.length);
    const made = await backUp(url, folder.file("a.zip"));
    await reach(all() + 5);
    isOver = true;
    await Promise.all(writers);

    const there = await places.target();
    await restoreFrom(folder.file("a.zip"), there);
    expect(restoredTables(await places.summary(there))).toEqual(restoredTables(made.manifest));
    const restored = await places.open(there);
    const posts = await rowsIn(restored, "posts");
    const ids = new Set(posts.map(({ id }) => String(id)));
    for (const [writer, mine] of acknowledged.entries()) {
      const present = mine.filter((id) => ids.has(id));
      // The earlier ones, and none without them. A post that was created is there before it is changed and acknowledged.
      expect(present).toEqual(mine.slice(0, present.length));
      expect(present.length).toBeGreaterThanOrEqual(before[writer] ?? 0);
    }
    expect(ids.size).toBeLessThan(all());
    // Each post with all its revisions.
    const versions = posts.reduce((sum, { version }) => sum + Number(version), 0);
    expect(await rowsIn(restored, "revisions")).toHaveLength(versions);
  });
});
