import type { StoredUpload } from "./device-database.ts";
import { onDevice } from "./draft-device.ts";
import { changeStoredUpload, purgeUnusedUploads, readStoredUpload, storeUpload } from "./stored-uploads.ts";
import type { createUploadList, ImageUpload } from "./upload-list.ts";

/** Stores the uploads of a list on this device, so that they go on after a reload. */
export function createUploadStorage(list: ReturnType<typeof createUploadList>, account: string | null) {
  /** One after the other: files are large. */
  let last: Promise<unknown> = onDevice(purgeUnusedUploads);

  const fields = ({
    addedAt,
    alt,
    caption,
    hasPlaceholder,
    id,
    isDecorative,
    isDescribed,
    name,
    size,
    url,
  }: ImageUpload) =>
    ({
      ...{ id, account, name, size, alt, caption, isDecorative, isDescribed, addedAt, url },
      removedAt: hasPlaceholder ? null : Date.now(),
    }) satisfies StoredUpload;

  /** Stores what has changed of an upload, if this device has it. */
  async function save(id: string): Promise<void> {
    const upload = list.get(id);
    if (upload?.storage === "stored") await onDevice(() => changeStoredUpload(id, fields(upload)));
  }

  async function store(id: string): Promise<void> {
    const upload = list.get(id);
    // It may be uploaded by now.
    if (!upload?.file) return;
    const { file } = upload;
    const isStored = await onDevice(
      () => storeUpload(fields(upload), file).then(() => true),
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
    read: (id: string) => onDevice(() => readStoredUpload(id, account)),
  };
}
