import type { PostFormValues } from "#lib/shared/post-form";
import { TRASH_RETENTION_MS } from "#lib/shared/trash";
import {
  type DraftState,
  deleteUploads,
  type LocalDraft,
  onDevice,
  type StoredDraft,
  withDatabase,
} from "./device-database.ts";
import { isSameValues } from "./form-values.ts";

export { DeviceStorageError, type DraftState, type LocalDraft, type StorageFailure } from "./device-database.ts";

/** Earlier states that are stored for each draft. */
export const STATES_MAX = 20;
/** A state is stored when the newest one is this old, in milliseconds, or when so many characters of the content disappear at once. */
const STATE_SPAN_MS = 30_000;
const LOSS_MIN = 100;

/** Whether a draft is stored with these values, and not discarded. */
const hasValues = (draft: StoredDraft | undefined, values: PostFormValues) =>
  draft !== undefined && draft.discardedAt === null && isSameValues(draft.values, values);

/** Whether what a write replaces is worth an earlier state. @param newest the newest one */
function isWorthAState(before: LocalDraft, after: LocalDraft, newest: DraftState | undefined): boolean {
  if (before.values.content.length - after.values.content.length >= LOSS_MIN) return true;
  return newest === undefined || before.savedAt - newest.savedAt >= STATE_SPAN_MS;
}

/**
 * Stores a draft, and what it replaces as an earlier state where enough has changed.
 * @param options.isState stores an earlier state whatever has changed
 * @param options.isLast stores the draft only, in one request: a page that is unloaded does not live to see the response to a first one
 * @param options.isLate stores it only if the stored draft still has these values: its page was left, and another may go on with it
 * @throws {DeviceStorageError}
 */
export async function writeLocalDraft(
  draft: LocalDraft,
  { isState = false, isLast = false, isLate = false } = {},
): Promise<void> {
  await withDatabase(async (db) => {
    if (isLast) {
      const transaction = db.transaction("drafts", "readwrite", { durability: "strict" });
      const written = transaction.store.put({ ...draft, discardedAt: null });
      transaction.commit();
      await Promise.all([written, transaction.done]);
      return;
    }
    // Strict: the browser flushes to disk before it reports success, so that “saved” survives a power cut.
    const transaction = db.transaction(["drafts", "states"], "readwrite", { durability: "strict" });
    const [drafts, states] = [transaction.objectStore("drafts"), transaction.objectStore("states")];
    const before = await drafts.get(draft.id);
    if (isLate && !hasValues(before, draft.values)) return;
    if (before) {
      const keys = await states.index("draft").getAllKeys(draft.id);
      const newest = keys.length > 0 ? await states.get(keys.at(-1) as number) : undefined;
      if (isState || isWorthAState(before, draft, newest)) {
        await states.add({ draft: draft.id, values: before.values, savedAt: before.savedAt });
        for (const key of keys.slice(0, Math.max(0, keys.length + 1 - STATES_MAX))) await states.delete(key);
      }
    }
    await drafts.put({ ...draft, discardedAt: null });
    await transaction.done;
  });
}

const withoutDiscardedAt = ({ discardedAt: _, ...draft }: StoredDraft): LocalDraft => draft;

/** @returns undefined if the draft is not stored here, or discarded. @throws {DeviceStorageError} */
export async function readLocalDraft(id: string): Promise<LocalDraft | undefined> {
  const draft = await withDatabase((db) => db.get("drafts", id));
  return draft && draft.discardedAt === null ? withoutDiscardedAt(draft) : undefined;
}

/** The drafts of one account on this device, newest first. @throws {DeviceStorageError} */
export async function listLocalDrafts(account: string | null): Promise<LocalDraft[]> {
  const drafts = await withDatabase((db) => db.getAll("drafts"));
  return drafts
    .filter((draft) => draft.account === account && draft.discardedAt === null)
    .sort((a, b) => b.savedAt - a.savedAt)
    .map(withoutDiscardedAt);
}

/** The same; none where this device stores none. */
export async function findLocalDrafts(account: string | null): Promise<LocalDraft[]> {
  return (await onDevice(() => listLocalDrafts(account))) ?? [];
}

/** The earlier states of a draft, newest first. @throws {DeviceStorageError} */
export async function listDraftStates(id: string): Promise<DraftState[]> {
  const states = await withDatabase((db) => db.getAllFromIndex("states", "draft", id));
  return states.map(({ values, savedAt }) => ({ values, savedAt })).reverse();
}

/** Gives a draft and its states another id. What is stored under that id stays. @throws {DeviceStorageError} */
export async function moveLocalDraft(from: string, to: string): Promise<void> {
  await withDatabase(async (db) => {
    const transaction = db.transaction(["drafts", "states"], "readwrite", { durability: "strict" });
    const [drafts, states] = [transaction.objectStore("drafts"), transaction.objectStore("states")];
    const draft = await drafts.get(from);
    if (draft && !(await drafts.get(to))) await drafts.put({ ...draft, id: to });
    for (const key of await states.index("draft").getAllKeys(from)) {
      const state = await states.get(key);
      if (state) await states.put({ ...state, draft: to }, key);
    }
    await drafts.delete(from);
    await transaction.done;
  });
}

async function setDiscarded(id: string, discardedAt: number | null, values?: PostFormValues): Promise<void> {
  await withDatabase(async (db) => {
    const transaction = db.transaction("drafts", "readwrite", { durability: "strict" });
    const draft = await transaction.store.get(id);
    if (draft && (!values || hasValues(draft, values))) await transaction.store.put({ ...draft, discardedAt });
    await transaction.done;
  });
}

/** Discards a draft: because it is saved elsewhere, or because its writer says so. @throws {DeviceStorageError} */
export const discardLocalDraft = (id: string, now = Date.now()): Promise<void> => setDiscarded(id, now);

/** Discards a draft that is saved elsewhere, unless it has other values by now. @throws {DeviceStorageError} */
export const discardSavedDraft = (id: string, values: PostFormValues): Promise<void> =>
  setDiscarded(id, Date.now(), values);

/** Brings a discarded draft back. @throws {DeviceStorageError} */
export const restoreLocalDraft = (id: string): Promise<void> => setDiscarded(id, null);

async function purge(isPurged: (draft: StoredDraft) => boolean): Promise<void> {
  await withDatabase(async (db) => {
    const transaction = db.transaction(["drafts", "states"], "readwrite");
    const states = transaction.objectStore("states");
    for (const draft of await transaction.objectStore("drafts").getAll()) {
      if (!isPurged(draft)) continue;
      for (const key of await states.index("draft").getAllKeys(draft.id)) await states.delete(key);
      await transaction.objectStore("drafts").delete(draft.id);
    }
    await transaction.done;
  });
}

/** Deletes for good what was discarded as long ago as posts stay in the trash. @throws {DeviceStorageError} */
export const purgeDiscardedDrafts = (now = Date.now()): Promise<void> =>
  purge(({ discardedAt }) => discardedAt !== null && discardedAt <= now - TRASH_RETENTION_MS);

/**
 * Deletes all drafts of an account from this device for good, discarded ones included, and its images that are not uploaded.
 * @throws {DeviceStorageError}
 */
export async function purgeLocalDrafts(account: string | null): Promise<void> {
  await purge((draft) => draft.account === account);
  await deleteUploads((upload) => upload.account === account);
}
