import { createDraftRecorder, RECORD_DELAY_MS } from "#lib/client/draft-recorder";
import { DeviceStorageError, type LocalDraft } from "#lib/client/local-drafts";
import { EMPTY_FORM } from "#lib/shared/post-form";
import { someDraft } from "#support/drafts";

const draftOf = (content: string) => someDraft({ values: { ...EMPTY_FORM, content } });

/** A recorder of a text that the test types, and what it has stored. */
function record(write?: (draft: LocalDraft) => Promise<void>) {
  const typed = { content: "" };
  const stored: string[] = [];
  const statuses: string[] = [];
  const recorder = createDraftRecorder(
    () => draftOf(typed.content),
    (status) => statuses.push(status),
    write ?? (async ({ values }) => void stored.push(values.content)),
  );
  const type = (content: string) => {
    typed.content = content;
    recorder.changed();
  };
  return { recorder, type, stored, statuses };
}

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

describe("createDraftRecorder", () => {
  test("changed — typing without a pause — stored within the delay, not only after the last key", async () => {
    const { recorder, stored, type } = record();
    for (let at = 1; at <= 10; at++) {
      type("x".repeat(at));
      await jest.advanceTimersByTimeAsync(RECORD_DELAY_MS / 3);
    }
    expect(stored.length).toBeGreaterThan(1);
    await jest.advanceTimersByTimeAsync(RECORD_DELAY_MS);
    expect(stored.at(-1)).toBe("x".repeat(10));
    recorder.stop();
  });

  test("changed — then stored — the status goes from pending to stored", async () => {
    const { recorder, statuses, type } = record();
    type("Words");
    expect(statuses).toEqual(["pending"]);
    await jest.advanceTimersByTimeAsync(RECORD_DELAY_MS);
    expect(statuses).toEqual(["pending", "stored"]);
    recorder.stop();
  });

  test("changed — a key while the text before it is being written — “stored” only when both are", async () => {
    const writes: (() => void)[] = [];
    const { recorder, statuses, type } = record(() => new Promise((resolve) => writes.push(resolve)));
    type("One");
    await jest.advanceTimersByTimeAsync(RECORD_DELAY_MS);
    type("One two");
    writes[0]?.();
    await jest.advanceTimersByTimeAsync(RECORD_DELAY_MS - 1);
    expect(statuses).toEqual(["pending", "pending"]);
    await jest.advanceTimersByTimeAsync(1);
    writes[1]?.();
    await jest.advanceTimersByTimeAsync(0);
    expect(statuses).toEqual(["pending", "pending", "stored"]);
    recorder.stop();
  });

  test.each(["pagehide", "visibilitychange", "stop"])("%s — a pending change — stored at once", (event) => {
    const { recorder, stored, type } = record();
    type("The last word");
    if (event === "pagehide") window.dispatchEvent(new Event("pagehide"));
    else if (event === "stop") recorder.stop();
    else {
      jest.spyOn(document, "visibilityState", "get").mockReturnValue("hidden");
      document.dispatchEvent(new Event("visibilitychange"));
    }
    expect(stored).toEqual(["The last word"]);
    recorder.stop();
  });

  test("changed — storage full — the status says so, and the next change is tried again", async () => {
    let isFull = true;
    const { recorder, statuses, type } = record(async () => {
      if (isFull) throw new DeviceStorageError("full");
    });
    type("Words");
    await jest.advanceTimersByTimeAsync(RECORD_DELAY_MS);
    isFull = false;
    type("Words more");
    await jest.advanceTimersByTimeAsync(RECORD_DELAY_MS);
    expect(statuses).toEqual(["pending", "full", "full", "stored"]);
    recorder.stop();
  });
});
