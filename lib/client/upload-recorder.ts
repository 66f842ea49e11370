import { type LocalUpload, onDevice } from "./device-database.ts";
import { changeLocalUpload, purgeUnusedUploads, readLocalUpload, writeLocalUpload } from "./local-uploads.ts";
import type { createUploadList, ImageUpload } from "./upload-list.ts";

/** Stores the uploads of a list on this device, so that they go on after a reload. */
export function createUploadRecorder(list: ReturnType<typeof createUploadList>, account: string | null) {
  /** One after the other: files are large. */
  let last: Promise<unknown> = onDevice(purgeUnusedUploads);

  /** What is stored of an upload besides its file. */
  function toLocal(upload: ImageUpload): LocalUpload {
    const { file: _file, hasPlaceholder, isInText: _isInText, state: _state, storage: _storage, ...fields } = upload;
    return { ...fields, account, removedAt: hasPlaceholder ? null : Date.now() };
  }

  /** Stores what has changed of an upload, if this device has it. */
  async function save(id: string): Promise<void> {
    const upload = list.get(id);
    if (upload?.storage === "stored") await onDevice(() => changeLocalUpload(id, toLocal(upload)));
  }

  async function store(id: string): Promise<void> {
    const upload = list.get(id);
    // It may be uploaded by now.
    if (!upload?.file) return;
    const { file } = upload;
    const isStored = await onDevice(
      () => writeLocalUpload(toLocal(upload), file).then(() => true),
      (storage) => list.change(id, { storage }),
    );
    if (!isStored) return;
    list.change(id, { storage: "stored" });
    await save(id);
  }

  return {
    save,
    add(ids: string[]): void {
      for (const id of ids) last = last.then(() => store(id));
    },
    /** @returns undefined where this device does not have it */
    read: (id: string) => onDevice(() => readLocalUpload(id, account)),
  };
}
