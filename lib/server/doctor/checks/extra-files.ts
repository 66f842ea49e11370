import type { Database } from "#lib/server/db/tables";
import { inReadSnapshot, inTransaction } from "#lib/server/db/transaction";
import type { ListedFile } from "#lib/server/files/storage";
import { deleteLoggedFiles } from "#lib/server/images/delete";
import { parseFileName } from "#lib/server/images/stored-files";
import { UPLOAD_MAX_MS } from "#lib/server/images/sweep";
import { pause } from "../batches.ts";
import { type Check, type Context, Found, fixable, hasStorage, repairAll, unfixable } from "../finding.ts";

/** Files whose rows are looked for at once. */
const BATCH = 500;

type ImageFile = ListedFile & { key: string; width: number };

/** The files that no row has. They are listed first: those of an upload have a row before they are stored. */
async function withoutRow(db: Database, files: ImageFile[]): Promise<ImageFile[]> {
  if (files.length === 0) return [];
  const keys = [...new Set(files.map(({ key }) => key))];
  const known = await inReadSnapshot(db, async (trx) => [
    ...(await trx.selectFrom("images").select("key").where("key", "in", keys).execute()),
    ...(await trx.selectFrom("image_files").select("key").where("key", "in", keys).execute()),
  ]);
  const stored = new Set(known.map(({ key }) => key));
  return files.filter(({ key }) => !stored.has(key));
}

/** Files of images that have been there for longer than an upload takes, and that no image and no upload has. */
async function* findExtraFiles(context: Context): AsyncGenerator<ImageFile> {
  const { db, now, storage } = context;
  if (!hasStorage(context)) return;
  const old: ImageFile[] = [];
  for await (const file of storage.list()) {
    const parsed = parseFileName(file.name);
    if (parsed && file.storedAt <= now - UPLOAD_MAX_MS) old.push({ ...file, ...parsed });
  }
  for (let at = 0; at < old.length; at += BATCH) {
    for (const file of await withoutRow(db, old.slice(at, at + BATCH))) {
      // Of an image that was deleted meanwhile, the files are gone.
      if (await storage.get(file.name)) yield file;
    }
    await pause(context);
  }
}

/** Whether a storage has files of this database at all: several databases may have one by mistake. */
async function isOurs({ db, storage }: Context): Promise<boolean> {
  const keys = await db.selectFrom("images").select("key").limit(BATCH).execute();
  const ours = new Set(keys.map(({ key }) => key));
  for await (const { name } of storage.list()) if (ours.has(parseFileName(name)?.key ?? "")) return true;
  return false;
}

/** Whether the storage has files of images that no row has, so that they are never deleted. */
export const extraFiles: Check = {
  name: "files without an image",
  needsSchema: true,

  async find(context) {
    const extra = new Found();
    for await (const { name } of findExtraFiles(context)) extra.add(name);
    if (extra.count === 0) return [];
    const what = `no image has ${extra.of("file")}`;
    if (!(await isOurs(context))) {
      const remedy = "FILES_URL must be the storage of this database; of another one nothing is deleted";
      return [unfixable(what, remedy, "warning")];
    }
    if (context.deletesFiles) return [fixable(what, "warning")];
    const remedy = "if no other site has images in FILES_URL, npx octavo doctor --fix --delete-files deletes them";
    return [unfixable(what, remedy, "warning")];
  },

  async fix(context) {
    if (!context.deletesFiles || !(await isOurs(context))) return;
    const { db, now, storage } = context;
    const widest = new Map<string, number>();
    for await (const { key, width } of findExtraFiles(context)) {
      widest.set(key, Math.max(width, widest.get(key) ?? 0));
    }
    await repairAll(
      [...widest].map(([key, width]) => async () => {
        // As the sweep does: if this is interrupted, the next sweep deletes the rest.
        await inTransaction(db, (trx) =>
          trx
            .insertInto("image_files")
            .values({ key, width, is_deleted: 1, since: now })
            .onConflict((conflict) => conflict.doNothing())
            .execute(),
        );
        await deleteLoggedFiles(db, storage, { key, width });
      }),
    );
  },
};
