import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import sharp from "sharp";
import { abandonBackup, beginBackup } from "#lib/server/backup/running";
import type { Database } from "#lib/server/db/tables";
import { inTransaction } from "#lib/server/db/transaction";
import { files } from "#lib/server/files/files";
import { deleteImage } from "#lib/server/images/delete";
import { storeImage } from "#lib/server/images/store";
import { fileName } from "#lib/server/images/stored-files";
import { deleteUploadFolders, sweepUnusedImages, UNUSED_RETENTION_MS, UPLOAD_MAX_MS } from "#lib/server/images/sweep";
import { storeRevisionImages } from "#lib/server/images/uses";
import { createPost, updatePost } from "#lib/server/posts/write";
import { imageWidths } from "#lib/shared/image-paths";
import { rowsIn, withTwoProcesses } from "#support/database";
import { withImageFolder } from "#support/uploads";
import { ANYONE } from "#support/viewers";

const processes = withTwoProcesses();
const storage = withImageFolder();

const NOW = Date.now();
const LATER = NOW + UNUSED_RETENTION_MS + 1;

/** Stores an image, from a file that differs from those with other compression levels only in its bytes. */
async function store(db: Database, number: number, { level = 6, account = "", now = NOW, width = 600 } = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), "octavo-upload-"));
  const background = { r: (number * 37) % 256, g: (number * 91) % 256, b: (number * 151) % 256 };
  const bytes = await sharp({ create: { width, height: 9, channels: 3, background } })
    .png({ compressionLevel: level })
    .toBuffer();
  const file = path.join(folder, "upload");
  writeFileSync(file, bytes);
  try {
    return (await storeImage(db, { folder, file, source: `${number} ${level}`, fields: {} }, account, now)).image;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const sweep = async (db: Database, now: number) => sweepUnusedImages(db, await files(), { now });
const ids = async () => (await rowsIn(processes.here, "images")).map(({ id }) => id);
const post = (content: string) => createPost(processes.here, { title: "T", content });

/** Every row has its files, and no file is without a row. */
async function expectConsistent() {
  const rows = await processes.here.selectFrom("images").select(["key", "width"]).execute();
  const expected = rows.flatMap(({ key, width }) => imageWidths(width).map((one) => fileName(key, one)));
  expect(storage.stored().sort()).toEqual(expected.sort());
  expect(await rowsIn(processes.here, "image_files")).toEqual([]);
}

describe("sweepUnusedImages", () => {
  test("temporary files of an upload — deleted an hour after the last write, not before", async () => {
    const [old, young] = [0, 1].map(() => mkdtempSync(path.join(tmpdir(), "octavo-upload-")));
    const past = (Date.now() - UPLOAD_MAX_MS) / 1000;
    utimesSync(old as string, past, past);
    await deleteUploadFolders();
    expect([old, young].map((folder) => existsSync(folder as string))).toEqual([false, true]);
    rmSync(young as string, { recursive: true });
  });

  test("an image never used — deleted with its files 30 days after its upload, not before", async () => {
    await store(processes.here, 1);
    await sweep(processes.here, NOW + UNUSED_RETENTION_MS - 1);
    expect(await ids()).toHaveLength(1);
    await sweep(processes.here, LATER);
    expect(await ids()).toEqual([]);
    await expectConsistent();
  });

  test("an image used by a post, a revision or a post in the trash — stays", async () => {
    const [now, before] = [await store(processes.here, 1), await store(processes.here, 2)];
    const { id } = await post(`${now.id} ${before.id}`);
    await updatePost(processes.here, String(id), { content: now.id }, ANYONE);
    await processes.here.updateTable("posts").set({ trashed_at: NOW }).execute();
    for (const days of [31, 62, 93]) await sweep(processes.here, NOW + days * 86_400_000);
    expect(await ids()).toHaveLength(2);
  });

  test("an image no longer used — deleted 30 days after the sweep that noticed", async () => {
    const { id } = await store(processes.here, 1);
    await post(id);
    await sweep(processes.here, LATER);
    await processes.here.deleteFrom("posts").execute();
    await sweep(processes.here, LATER + 1);
    await sweep(processes.here, LATER + UNUSED_RETENTION_MS);
    expect(await ids()).toEqual([id]);
    await sweep(processes.here, LATER + UNUSED_RETENTION_MS + 1);
    expect(await ids()).toEqual([]);
  });

  test("an image uploaded again, or used in between — its 30 days begin again", async () => {
    const [again, used] = [await store(processes.here, 1), await store(processes.here, 2)];
    await store(processes.here, 1, { now: LATER - 5 });
    await post(used.id);
    await processes.here.deleteFrom("posts").execute();
    await sweep(processes.here, LATER);
    expect((await ids()).sort()).toEqual([again.id, used.id].sort());
  });

  test("more images than one transaction deletes — all expired ones are deleted", async () => {
    const images = Array.from({ length: 450 }, (_, number) => {
      const id = String(number).padStart(64, "0");
      return { id, key: `${id}-x`, width: 1, height: 1, is_animated: 0, bytes: 1, created_at: NOW, unused_since: NOW };
    });
    await processes.here.insertInto("images").values(images).execute();
    await post(images[300]?.id ?? "");
    await sweep(processes.here, LATER);
    expect(await ids()).toEqual([images[300]?.id]);
  });

  test("files of a process that was killed while it stored or deleted an image — deleted after an hour", async () => {
    const key = `${"a".repeat(64)}-1`;
    await (await files()).put(fileName(key, 480), Buffer.from("half of an upload"));
    await processes.here.insertInto("image_files").values({ key, width: 600, is_deleted: 0, since: NOW }).execute();
    await sweep(processes.here, NOW + UPLOAD_MAX_MS - 1);
    expect(storage.stored()).toHaveLength(1);
    await sweep(processes.here, NOW + UPLOAD_MAX_MS);
    await expectConsistent();
  });

  test("a backup is being made by another process — the files of deleted images stay until it is over", async () => {
    const [swept, deleted] = [await store(processes.here, 1), await store(processes.here, 2)];
    const backup = await beginBackup(processes.there);
    await deleteImage(processes.here, deleted.id, ANYONE);
    await sweep(processes.here, LATER);
    expect(await ids()).toEqual([]);
    for (const { key } of [swept, deleted]) expect(storage.stored()).toContain(fileName(key, 600));
    await abandonBackup(processes.there, backup);
    await sweep(processes.here, LATER);
    await expectConsistent();
  });

  test("files that cannot be deleted — throws, and the next sweep deletes them", async () => {
    await store(processes.here, 1);
    const { rename } = await import("node:fs/promises");
    await rename(storage.folder, `${storage.folder}-away`);
    await expect(sweep(processes.here, LATER)).rejects.toThrow("the folder does not exist");
    await rename(`${storage.folder}-away`, storage.folder);
    expect(storage.stored()).toHaveLength(2);
    await sweep(processes.here, LATER);
    await expectConsistent();
  });
});

describe("concurrently", () => {
  test("a save that uses an image is not committed when another process sweeps — the image stays", async () => {
    const { id } = await store(processes.here, 1);
    const row = await post("No image yet.");
    let sweeping: Promise<number> | undefined;
    await inTransaction(processes.here, async (trx) => {
      await storeRevisionImages(trx, { post_id: row.id, version: row.version }, [id]);
      sweeping = sweep(processes.there, LATER);
      // It reads what is committed, where the image is unused, and then waits for this transaction.
      await new Promise((resolve) => setTimeout(resolve, 200));
    });
    await sweeping;
    expect(await ids()).toEqual([id]);
    await expectConsistent();
  });

  test("a save that moves the last use from an autosave to a post, while its author deletes the image — it stays", async () => {
    const { id } = await store(processes.here, 1);
    await processes.here.updateTable("images").set({ unused_since: null }).execute();
    const row = await post("No image yet.");
    let deleting: Promise<unknown> | undefined;
    await inTransaction(processes.here, async (trx) => {
      await storeRevisionImages(trx, { post_id: row.id, version: row.version }, [id]);
      deleting = deleteImage(processes.there, id, ANYONE).catch((error: Error) => error.message);
      await new Promise((resolve) => setTimeout(resolve, 200));
    });
    expect(await deleting).toBe("The image is in use");
    expect(await ids()).toEqual([id]);
  });

  test("two processes upload the same image, sweep and delete it — a row never lacks its files, and no file is left", async () => {
    for (let round = 0; round < 12; round++) {
      const level = (step: number) => ({ level: (round + step) % 10, now: NOW });
      const anyOutcome = (work: Promise<unknown>) => work.catch((error: unknown) => error);
      const { id } = await store(processes.here, 1, level(0));
      const outcomes = await Promise.all([
        anyOutcome(store(processes.here, 1, level(1))),
        anyOutcome(sweep(processes.there, LATER)),
        anyOutcome(store(processes.there, 1, level(2))),
        anyOutcome(sweep(processes.here, LATER)),
        anyOutcome(deleteImage(processes.there, id, ANYONE)),
        anyOutcome(store(processes.there, 1, level(3))),
      ]);
      const errors = outcomes.filter((outcome) => outcome instanceof Error).map((error) => (error as Error).message);
      for (const error of errors)
        expect(error).toMatch(/^Image not found$|^Service Unavailable$|was deleted while it was stored/);
      await expectConsistent();
    }
    await sweep(processes.here, LATER);
    await expectConsistent();
  });

  test("two processes sweep — both succeed", async () => {
    for (let number = 1; number <= 5; number++) await store(processes.here, number);
    await Promise.all([sweep(processes.here, LATER), sweep(processes.there, LATER), sweep(processes.there, LATER)]);
    expect(await ids()).toEqual([]);
    await expectConsistent();
  });
});
