import type { LocalUpload } from "./device-database.ts";
import type { LocalStatus } from "./draft-recorder.ts";
import type { UploadState } from "./upload-queue.ts";

/** An image that is on its way into the text, or is there. */
export type ImageUpload = Omit<LocalUpload, "account" | "removedAt"> & {
  /** Null where it is uploaded, or not on this device. */
  file: Blob | null;
  state: UploadState | { name: "uploaded" };
  isInText: boolean;
  /** Whether the text has its placeholder. Undo brings one back. */
  hasPlaceholder: boolean;
  /** Whether this device stores the file. */
  storage: LocalStatus;
};

/** Why files were not inserted, for the writer. */
export type UploadNote = { id: number; text: string };

export type UploadSnapshot = { uploads: ImageUpload[]; notes: UploadNote[] };

/** The uploads of an editor, for React to follow. */
export function createUploadList() {
  let snapshot: UploadSnapshot = { uploads: [], notes: [] };
  let lastNote = 0;
  const listeners = new Set<() => void>();

  function set(changes: Partial<UploadSnapshot>): void {
    snapshot = { ...snapshot, ...changes };
    for (const listener of listeners) listener();
  }

  return {
    getSnapshot: () => snapshot,
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    get: (id: string) => snapshot.uploads.find((upload) => upload.id === id),
    add: (uploads: ImageUpload[]) => set({ uploads: [...snapshot.uploads, ...uploads] }),
    change(id: string, changes: Partial<ImageUpload>): void {
      set({ uploads: snapshot.uploads.map((upload) => (upload.id === id ? { ...upload, ...changes } : upload)) });
    },
    note(text: string): void {
      lastNote++;
      set({ notes: [...snapshot.notes, { id: lastNote, text }] });
    },
    dismiss: (note: number) => set({ notes: snapshot.notes.filter(({ id }) => id !== note) }),
  };
}
