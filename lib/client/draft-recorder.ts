import { DeviceStorageError, type LocalDraft, type StorageFailure, writeLocalDraft } from "./local-drafts.ts";

/** How long a change may wait before it is stored on the device, in milliseconds. */
export const RECORD_DELAY_MS = 300;

/** Whether this device has the text: all of it, not yet, or not at all. */
export type LocalStatus = "stored" | "pending" | StorageFailure;

/**
 * Stores the text in an editor on this device as it is typed: a change within RECORD_DELAY_MS, and at once when the page is
 * hidden, which is the last event that a closing page is sure to get.
 * @param read the draft as it is now; null while there is nothing to store
 */
export function createDraftRecorder(
  read: () => LocalDraft | null,
  onStatus: (status: LocalStatus) => void,
  write: typeof writeLocalDraft = writeLocalDraft,
) {
  let timer: number | undefined;
  let latest = 0;
  /** What the last write came to. */
  let last: LocalStatus = "stored";

  /** Stores the text now. Resolves when this device has it, or cannot. @param isLast whether the page may be gone in a moment */
  async function flush(isLast = false): Promise<void> {
    window.clearTimeout(timer);
    timer = undefined;
    const draft = read();
    if (!draft) return;
    const number = ++latest;
    // IndexedDB runs writes to the same store in their order.
    const status: LocalStatus = await write(draft, { isLast }).then(
      () => "stored",
      (error: unknown) => {
        if (error instanceof DeviceStorageError) return error.reason;
        throw error;
      },
    );
    last = status;
    if (number === latest && timer === undefined) onStatus(status);
  }

  const onHidden = () => {
    if (timer !== undefined && document.visibilityState === "hidden") void flush(true);
  };
  const onPageHide = () => {
    if (timer !== undefined) void flush(true);
  };
  document.addEventListener("visibilitychange", onHidden);
  window.addEventListener("pagehide", onPageHide);

  return {
    flush: () => flush(),
    /** Tells of a change. */
    changed(): void {
      if (timer !== undefined) return;
      // While storage fails, it goes on saying so.
      onStatus(last === "stored" ? "pending" : last);
      timer = window.setTimeout(() => void flush(), RECORD_DELAY_MS);
    },
    /** Stores what has not been stored yet, and stops. */
    stop(): void {
      document.removeEventListener("visibilitychange", onHidden);
      window.removeEventListener("pagehide", onPageHide);
      onPageHide();
    },
  };
}
