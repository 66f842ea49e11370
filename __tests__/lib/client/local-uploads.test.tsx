import "fake-indexeddb/auto";
import type { LocalUpload } from "#lib/client/device-database";
import { DeviceStorageError, purgeLocalDrafts, writeLocalDraft } from "#lib/client/local-drafts";
import {
  changeLocalUpload,
  purgeUnusedUploads,
  readLocalUpload,
  UPLOADS_BYTES_MAX,
  writeLocalUpload,
} from "#lib/client/local-uploads";
import { EMPTY_FORM } from "#lib/shared/post-form";
import { TRASH_RETENTION_MS } from "#lib/shared/trash";
import { someDraft } from "#support/drafts";

const HOUR = 3_600_000;
const file = new Blob(["pixels"]);
const ids = { a: "aaaaaaaaaaaa", b: "bbbbbbbbbbbb", c: "cccccccccccc" };
const uploadOf = (id: string, more: Partial<LocalUpload> = {}): LocalUpload => ({
  ...{ id, account: null, name: "cat.png", size: 6, alt: "", caption: "", isDecorative: false, isDescribed: false },
  ...{ addedAt: 0, removedAt: null, url: null },
  ...more,
});
const isStored = async (id: string, account: string | null = null) =>
  (await readLocalUpload(id, account)) !== undefined;
const draftWith = (content: string, id = "d1") =>
  writeLocalDraft(someDraft({ id, values: { ...EMPTY_FORM, content } }));

afterEach(async () => {
  for (const account of [null, "ada"]) await purgeLocalDrafts(account);
});

test("writeLocalUpload — read again with its file, by its account only", async () => {
  await writeLocalUpload(uploadOf(ids.a, { account: "ada", alt: "A cat" }), file);
  expect(await readLocalUpload(ids.a, "ada")).toEqual({
    upload: uploadOf(ids.a, { account: "ada", alt: "A cat" }),
    file,
  });
  expect(await isStored(ids.a)).toBe(false);
  expect(await isStored(ids.b, "ada")).toBe(false);
});

test("changeLocalUpload — uploaded — the file is gone, its URL is stored; of one that is not stored nothing is", async () => {
  await writeLocalUpload(uploadOf(ids.a), file);
  await changeLocalUpload(ids.a, { url: "/images/x.webp", alt: "A cat" });
  expect(await readLocalUpload(ids.a, null)).toEqual({
    upload: uploadOf(ids.a, { url: "/images/x.webp", alt: "A cat" }),
    file: undefined,
  });
  await changeLocalUpload(ids.b, { alt: "A dog" });
  expect(await isStored(ids.b)).toBe(false);
});

test("writeLocalUpload — more bytes than may be stored — full; what is uploaded does not count", async () => {
  await writeLocalUpload(uploadOf(ids.a, { size: UPLOADS_BYTES_MAX - 5 }), file);
  await expect(writeLocalUpload(uploadOf(ids.b), file)).rejects.toEqual(new DeviceStorageError("full"));
  expect(await isStored(ids.b)).toBe(false);
  await changeLocalUpload(ids.a, { url: "/images/x.webp" });
  await writeLocalUpload(uploadOf(ids.b), file);
  expect(await isStored(ids.b)).toBe(true);
});

test("purgeUnusedUploads — removed from the text more than an hour ago — deleted, unless a draft waits for it or an earlier state", async () => {
  for (const id of Object.values(ids)) await writeLocalUpload(uploadOf(id, { addedAt: HOUR, removedAt: HOUR }), file);
  await draftWith(`![](upload:${ids.a}) ${"x".repeat(200)}`);
  await draftWith(`![](upload:${ids.b})`);
  await purgeUnusedUploads(2 * HOUR - 1);
  expect(await isStored(ids.c)).toBe(true);
  await purgeUnusedUploads(2 * HOUR);
  expect(await Promise.all(Object.values(ids).map((id) => isStored(id)))).toEqual([true, true, false]);
});

test("purgeUnusedUploads — its text waits for it, but no draft of this device — deleted as late as the trash is", async () => {
  await writeLocalUpload(uploadOf(ids.a, { addedAt: HOUR }), file);
  await purgeUnusedUploads(HOUR + TRASH_RETENTION_MS - 1);
  expect(await isStored(ids.a)).toBe(true);
  await purgeUnusedUploads(HOUR + TRASH_RETENTION_MS);
  expect(await isStored(ids.a)).toBe(false);
});

test("purgeLocalDrafts — signing out — deletes the account's images, others' stay", async () => {
  await writeLocalUpload(uploadOf(ids.a, { account: "ada" }), file);
  await writeLocalUpload(uploadOf(ids.b), file);
  await purgeLocalDrafts("ada");
  expect([await isStored(ids.a, "ada"), await isStored(ids.b)]).toEqual([false, true]);
});

test("a database of before images — its drafts stay", async () => {
  jest.resetModules();
  indexedDB.deleteDatabase("octavo");
  await new Promise<void>((resolve) => {
    const opening = indexedDB.open("octavo", 1);
    opening.onupgradeneeded = () => {
      opening.result
        .createObjectStore("drafts", { keyPath: "id" })
        .put({ ...someDraft({ id: "old" }), discardedAt: null });
      opening.result.createObjectStore("states", { autoIncrement: true }).createIndex("draft", "draft");
    };
    opening.onsuccess = () => {
      opening.result.close();
      resolve();
    };
  });
  const { readLocalDraft } = await import("#lib/client/local-drafts");
  expect(await readLocalDraft("old")).toMatchObject({ id: "old" });
  const uploads = await import("#lib/client/local-uploads");
  await uploads.writeLocalUpload(uploadOf(ids.a), file);
  expect(await uploads.readLocalUpload(ids.a, null)).toBeDefined();
});
