// Loaded after the editor is hydrated, see `useImageUploads`.
import { usualImagePath } from "#lib/shared/image-paths";
import { type Dropped, isReadable, readDropped } from "./dropped-files.ts";
import { applyEditAside, createEditGate } from "./edit-aside.ts";
import { applyEdit } from "./edit-textarea.ts";
import { fileRefusal } from "./image-files.ts";
import {
  findImage,
  imageMarkdown,
  insertParagraphs,
  insertUploaded,
  removeImage,
  replaceFirst,
} from "./image-markdown.ts";
import { toInsertion } from "./insert-files.ts";
import type { Edit } from "./markdown-edits.ts";
import { createUploadList, type ImageUpload } from "./upload-list.ts";
import { findUploadIds, uploadName, uploadUrl } from "./upload-placeholders.ts";
import { createUploadQueue } from "./upload-queue.ts";
import { createUploadRecorder } from "./upload-recorder.ts";

/** How long after a change the text is searched for placeholders, in milliseconds. */
const SCAN_DELAY_MS = 500;

type Options = {
  field: HTMLTextAreaElement;
  account: string | null;
  /** The largest image that the server takes. */
  bytesMax: number;
  /** Called before a Markdown text is inserted into the empty field. */
  onText: (text: string) => void;
};

type Description = Partial<Pick<ImageUpload, "alt" | "caption" | "isDecorative">>;

const NEW: Omit<ImageUpload, "id" | "name" | "size" | "file"> = {
  ...{ alt: "", caption: "", isDecorative: false, isDescribed: false, addedAt: 0, url: null },
  ...{ state: { name: "queued" }, isInText: true, hasPlaceholder: true, storage: "pending" },
};

const textOf = ({ alt, caption, isDecorative }: ImageUpload) => ({ alt: isDecorative ? "" : alt, caption });

/** Whether an upload goes on without the writer. */
const isRunning = ({ hasPlaceholder, state }: ImageUpload) =>
  hasPlaceholder && (state.name === "queued" || state.name === "uploading");

/**
 * The images of a text field: inserted as placeholders, stored on this device, uploaded, and then put into the text. What is removed from
 * the text is not uploaded, unless undo brings it back.
 */
export function createImageUploads({ account, bytesMax, field, onText }: Options) {
  const list = createUploadList();
  const recorder = createUploadRecorder(list, account);
  const queue = createUploadQueue({
    account,
    getFile,
    onState: (id, state) => list.change(id, { state }),
    onDone: (id, image) => finish(id, usualImagePath(image.id, image.width)),
  });
  const gate = createEditGate(insertUploads);
  /** Uploads whose placeholders are to be replaced, and the Markdown that stands in the text for those that were. */
  const toInsert = new Set<string>();
  const shown = new Map<string, string>();
  const ended = new AbortController();
  const { signal } = ended;
  let timer: number | undefined;
  let isEditing = false;

  const uploads = () => list.getSnapshot().uploads;

  async function getFile(id: string): Promise<Blob | undefined> {
    const file = list.get(id)?.file;
    if (file && (await isReadable(file))) return file;
    return (await recorder.read(id))?.file;
  }

  /** Edits the text while the writer is anywhere on the page. */
  function edit(change: Edit | undefined): boolean {
    if (!change) return false;
    isEditing = true;
    applyEditAside(field, change);
    isEditing = false;
    return true;
  }

  /** Puts uploaded images into the text; later, where the writer would notice. @param isForced now in any case */
  function insertUploads(isForced = false): void {
    if (toInsert.size === 0 || !(isForced || gate.isFree())) return;
    const ids = [...toInsert];
    toInsert.clear();
    for (const id of ids) {
      const upload = list.get(id);
      if (!upload?.url) continue;
      const markdown = imageMarkdown(upload.url, textOf(upload));
      const change = insertUploaded(field.value, id, upload.url, markdown);
      if (change?.insert.includes(markdown)) shown.set(id, markdown);
      edit(change);
      list.change(id, { hasPlaceholder: false, isInText: change !== undefined });
      void recorder.save(id);
    }
  }

  function finish(id: string, url: string): void {
    list.change(id, { state: { name: "uploaded" }, url, file: null });
    void recorder.save(id);
    toInsert.add(id);
    insertUploads();
  }

  /** Writes the description of an image into the text, if the text has the image as it was inserted. */
  function commit(id: string): void {
    const upload = list.get(id);
    const before = shown.get(id);
    if (!upload?.url || before === undefined || isEditing) return;
    const markdown = imageMarkdown(upload.url, textOf(upload));
    if (markdown === before) return;
    if (edit(replaceFirst(field.value, before, markdown))) shown.set(id, markdown);
  }

  const commitAll = () => {
    for (const { id } of uploads()) commit(id);
  };

  /** Goes on with an upload that the text waits for: of an earlier page, or of another device. */
  async function adopt(id: string): Promise<void> {
    list.add([{ ...NEW, id, name: uploadName(field.value, id) ?? "", size: 0, file: null, storage: "stored" }]);
    const found = await recorder.read(id);
    if (signal.aborted) return;
    if (!found) return list.change(id, { state: { name: "missing" }, storage: "pending" });
    const { removedAt: _removed, account: _account, ...upload } = found.upload;
    list.change(id, { ...upload, file: found.file ?? null });
    if (upload.url) finish(id, upload.url);
    // It may have been removed from the text meanwhile.
    else if (list.get(id)?.hasPlaceholder) queue.add(id);
  }

  /** Compares the text with the uploads. */
  function scan(): void {
    const { value } = field;
    const ids = new Set(findUploadIds(value));
    for (const { hasPlaceholder: had, id, isInText: was, state, url } of uploads()) {
      const hasPlaceholder = ids.has(id);
      const isInText = hasPlaceholder || (url !== null && value.includes(url));
      ids.delete(id);
      if (hasPlaceholder === had && isInText === was) continue;
      list.change(id, { hasPlaceholder, isInText });
      void recorder.save(id);
      if (url !== null || state.name === "missing") continue;
      if (hasPlaceholder) queue.add(id);
      else queue.remove(id);
    }
    for (const id of ids) void adopt(id);
  }

  /** Inserts files: images, or a Markdown text with its images. @param at where in the text; undefined for the selection */
  async function add(dropped: Dropped, at?: number): Promise<void> {
    const { images, isText, markdown, notes } = await toInsertion(await readDropped(dropped), bytesMax);
    if (signal.aborted) return;
    notes.forEach(list.note);
    if (markdown === "") return;
    const addedAt = Date.now();
    list.add(
      images.map(({ file, ...image }) => ({ ...NEW, ...image, addedAt, file, name: file.name, size: file.size })),
    );
    const { selectionEnd, selectionStart, value } = field;
    if (isText && value.trim() === "") {
      onText(markdown);
      applyEdit(field, { start: 0, end: value.length, insert: markdown, select: [0, 0] });
    } else {
      const [start, end] = at === undefined ? [selectionStart, selectionEnd] : [at, at];
      applyEdit(field, insertParagraphs({ text: value, start, end }, markdown));
    }
    const ids = images.map(({ id }) => id);
    recorder.add(ids);
    for (const id of ids) queue.add(id);
  }

  /** Removes all images that stand for an upload. @returns whether there were any */
  function removePlaceholders(id: string): boolean {
    const before = field.value;
    for (let text = ""; text !== field.value; ) {
      text = field.value;
      edit(removeImage(text, findImage(text, uploadUrl(id)) ?? ""));
    }
    return field.value !== before;
  }

  /** Removes an uploaded image: as it was inserted, or as the writer has changed it since. */
  function removeInserted(id: string): void {
    const url = list.get(id)?.url;
    if (!url) return;
    const inserted = removeImage(field.value, shown.get(id) ?? "");
    edit(inserted ?? removeImage(field.value, findImage(field.value, url) ?? ""));
  }

  const onInput = () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(scan, SCAN_DELAY_MS);
  };
  field.addEventListener("input", onInput, { signal });
  window.addEventListener("online", () => retryAll("waiting"), { signal });
  window.addEventListener("focus", () => retryAll("signed-out", "other-account"), { signal });
  // Before the text is stored for the last time.
  window.addEventListener("pagehide", commitAll, { capture: true, signal });
  document.addEventListener("visibilitychange", commitAll, { capture: true, signal });
  scan();

  function retryAll(...names: ImageUpload["state"]["name"][]): void {
    for (const { id, state } of uploads()) if (names.includes(state.name)) queue.retry(id);
  }

  return {
    subscribe: list.subscribe,
    getSnapshot: list.getSnapshot,
    dismissNote: list.dismiss,
    add,
    /** Changes the description of an image; `commit` writes it into the text. */
    describe(id: string, description: Description): void {
      list.change(id, description);
      void recorder.save(id);
    },
    commit,
    /** Ends the description of an image: it is complete, or the writer wants to add no more. */
    close(id: string): void {
      list.change(id, { isDescribed: true });
      void recorder.save(id);
      commit(id);
    },
    /** Removes an image from the text, which ends its upload. */
    remove(id: string): void {
      if (!removePlaceholders(id)) removeInserted(id);
      scan();
      const upload = list.get(id);
      if (upload?.hasPlaceholder) list.note(`${upload.name}: It is not removed. Delete ${uploadUrl(id)} in the text.`);
    },
    retry: queue.retry,
    /** Tries again what another account or none could not upload, and what did not reach the server. */
    retryAll: () => retryAll("waiting", "signed-out", "other-account"),
    /** Takes a file for an upload whose own is not on this device. */
    replaceFile(id: string, file: File): void {
      const refusal = fileRefusal(file, bytesMax);
      if (refusal !== undefined) {
        list.note(`${file.name}: ${refusal}`);
        return;
      }
      list.change(id, { file, size: file.size, name: list.get(id)?.name || file.name, addedAt: Date.now() });
      recorder.add([id]);
      queue.add(id);
      queue.retry(id);
    },
    /** Puts an uploaded image into the text after undo has brought its placeholder back. */
    insertAgain(id: string): void {
      toInsert.add(id);
      insertUploads(true);
    },
    /** Waits for uploads that run, and makes the text as complete as it can be. @returns false if the page was left meanwhile */
    async settle(): Promise<boolean> {
      scan();
      commitAll();
      await new Promise<void>((resolve) => {
        const check = () => {
          if (uploads().some(isRunning) && !signal.aborted) return;
          unsubscribe();
          resolve();
        };
        const unsubscribe = list.subscribe(check);
        signal.addEventListener("abort", check, { once: true });
        check();
      });
      for (const { hasPlaceholder, id, url } of uploads()) if (hasPlaceholder && url !== null) toInsert.add(id);
      insertUploads(true);
      return !signal.aborted;
    },
    /** Whether leaving the page would lose an image. */
    isUnsafe: () =>
      uploads().some(
        ({ file, hasPlaceholder, storage: where }) => hasPlaceholder && file !== null && where !== "stored",
      ),
    stop(): void {
      window.clearTimeout(timer);
      ended.abort();
      gate.stop();
      queue.stop();
    },
  };
}

/** The return value of `createImageUploads`. */
export type ImageUploads = ReturnType<typeof createImageUploads>;
