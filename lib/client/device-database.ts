import type { DBSchema, IDBPDatabase } from "idb";
import type { PostFormValues } from "#lib/shared/post-form";
import type { NewPostInput } from "#lib/shared/posts";

/** The text in an editor as this device stores it. Its id is also that of the autosave on the server. */
export type LocalDraft = {
  /** A UUID, chosen when the first word is typed. */
  id: string;
  /** The account that writes; null for an anonymous writer. */
  account: string | null;
  /** The post that is edited; null for a new one. */
  post: string | null;
  /** The version that the text is based on, and its text; null for a new post. */
  baseVersion: number | null;
  base: PostFormValues | null;
  values: PostFormValues;
  /** Milliseconds since 1970. */
  savedAt: number;
  /** The body of a request that creates the post and whose response has not arrived. */
  sent: NewPostInput | null;
  /** The version of the autosave that this device knows; 0 where there is none. */
  autosaveVersion?: number;
  /** Whether the autosave has this very text. */
  isAutosaved?: boolean;
  /** A text that was not chosen in a conflict: it is listed, but the post's editor does not go on with it by itself. */
  isSetAside?: boolean;
};

/** An earlier state of a draft. */
export type DraftState = { values: PostFormValues; savedAt: number };

export type StoredDraft = LocalDraft & { discardedAt: number | null };
export type StoredState = DraftState & { draft: string };

/** An image of a text that is being uploaded, or has been, as this device stores it. */
export type LocalUpload = {
  id: string;
  /** The account that writes; null for an anonymous writer. */
  account: string | null;
  /** Of the file. */
  name: string;
  /** In bytes. */
  size: number;
  alt: string;
  caption: string;
  isDecorative: boolean;
  /** Whether the writer has ended its description. */
  isDescribed: boolean;
  /** Milliseconds since 1970. */
  addedAt: number;
  /** When it was removed from the text; null while the text waits for it. */
  removedAt: number | null;
  /** Where it is once it is uploaded; then its file is no longer stored. */
  url: string | null;
};

interface Schema extends DBSchema {
  drafts: { key: string; value: StoredDraft };
  states: { key: number; value: StoredState; indexes: { draft: string } };
  uploads: { key: string; value: LocalUpload };
  /** The files of uploads, by their ids. */
  files: { key: string; value: Blob };
}

/** Why this device stores nothing: no storage at all, no space, or storage that fails. */
export type StorageFailure = "missing" | "full" | "failed";

/** This device stores neither drafts nor uploads: IndexedDB is missing (private windows of some browsers), full or failing. */
export class DeviceStorageError extends Error {
  override name = "DeviceStorageError";
  readonly reason: StorageFailure;
  constructor(reason: StorageFailure, options?: ErrorOptions) {
    super(`Storage on this device is ${reason}`, options);
    this.reason = reason;
  }
}

let opened: Promise<IDBPDatabase<Schema>> | undefined;

async function open(): Promise<IDBPDatabase<Schema>> {
  if (typeof indexedDB === "undefined") throw new DeviceStorageError("missing");
  const { openDB } = await import("idb");
  const forget = () => {
    opened = undefined;
  };
  const db = await openDB<Schema>("octavo", 2, {
    upgrade(db, former) {
      if (former < 1) {
        db.createObjectStore("drafts", { keyPath: "id" });
        db.createObjectStore("states", { autoIncrement: true }).createIndex("draft", "draft");
      }
      db.createObjectStore("uploads", { keyPath: "id" });
      db.createObjectStore("files");
    },
    // A newer version of the site in another tab upgrades the database.
    blocking: (_current, _blocked, event) => {
      forget();
      (event.target as IDBDatabase).close();
    },
    terminated: forget,
  });
  return db;
}

/** Runs `work` on the database; opens it again if the browser has closed it. @throws {DeviceStorageError} */
export async function withDatabase<T>(work: (db: IDBPDatabase<Schema>) => Promise<T>): Promise<T> {
  for (let isRetry = false; ; isRetry = true) {
    try {
      opened ??= open();
      return await work(await opened);
    } catch (error) {
      opened = undefined;
      if (error instanceof DeviceStorageError) throw error;
      const name = error instanceof Error ? error.name : "";
      if (name === "QuotaExceededError") throw new DeviceStorageError("full", { cause: error });
      if (name === "SecurityError") throw new DeviceStorageError("missing", { cause: error });
      if (isRetry) throw new DeviceStorageError("failed", { cause: error });
    }
  }
}

/** Runs `work`, which stores on this device or reads what it stores; @returns undefined where this device stores nothing */
export async function onDevice<T>(
  work: () => Promise<T>,
  onFailure: (reason: StorageFailure) => void = () => {},
): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DeviceStorageError)) throw error;
    onFailure(error.reason);
    return undefined;
  }
}

/** Deletes uploads with their files. @throws {DeviceStorageError} */
export async function deleteUploads(isDeleted: (upload: LocalUpload) => boolean): Promise<void> {
  await withDatabase(async (db) => {
    const transaction = db.transaction(["uploads", "files"], "readwrite");
    for (const upload of await transaction.objectStore("uploads").getAll()) {
      if (!isDeleted(upload)) continue;
      await transaction.objectStore("uploads").delete(upload.id);
      await transaction.objectStore("files").delete(upload.id);
    }
    await transaction.done;
  });
}
