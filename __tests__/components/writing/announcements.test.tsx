import { act, fireEvent, screen } from "@testing-library/react";
import "fake-indexeddb/auto";
import { setImmediate } from "node:timers";
import { PostEditorForm } from "#components/writing/edit-post";
import { ApiError, api } from "#lib/client/api";
import { purgeLocalDrafts } from "#lib/client/local-drafts";
import type { Autosave } from "#lib/shared/autosaves";
import { EMPTY_FORM } from "#lib/shared/post-form";
import { NO_FORM_POST } from "#support/drafts";
import { show } from "#support/render";

const START = { account: "olga", autosave: null, post: null, stored: EMPTY_FORM, posted: NO_FORM_POST };
const nextTask = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Lets time pass, and IndexedDB, whose tasks no fake clock runs. */
async function pass(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 250) {
    await act(async () => {
      await jest.advanceTimersByTimeAsync(250);
      for (let count = 0; count < 6; count++) await nextTask();
    });
  }
}

/** Records what a live region says, as a screen reader hears it: each change of its text. */
function listen(region: Element): string[] {
  const heard: string[] = [];
  new MutationObserver(() => {
    if (heard.at(-1) !== region.textContent) heard.push(region.textContent ?? "");
  }).observe(region, { childList: true, characterData: true, subtree: true });
  return heard;
}

const type = (name: string, value: string) =>
  fireEvent.input(screen.getByRole("textbox", { name }), { target: { value } });

beforeEach(() => {
  jest.useFakeTimers();
  jest.spyOn(api, "previewPost").mockResolvedValue({ html: "", contents: [] });
  history.replaceState(null, "");
});
afterEach(async () => {
  jest.useRealTimers();
  await purgeLocalDrafts("olga");
});

describe("announcements to screen readers", () => {
  test("a minute of typing — “saved” once", async () => {
    let version = 0;
    jest.spyOn(api, "putAutosave").mockImplementation(async () => ({ version: ++version }) as Autosave);
    show(<PostEditorForm name="create" start={START} />);
    const heard = listen(screen.getAllByRole("status").find(({ className }) => className === "sr-only") as Element);
    for (let second = 1; second <= 60; second++) {
      type("Content", "Word ".repeat(second));
      await pass(1_000);
    }
    expect([heard, version > 10]).toEqual([["Saved"], true]);
  });

  test("server unavailable for minutes — one alert, though the save is repeated", async () => {
    jest.spyOn(api, "putAutosave").mockRejectedValue(new ApiError(503, {}));
    const create = jest.spyOn(api, "createPost").mockRejectedValue(new ApiError(503, { title: "Not just now" }));
    show(<PostEditorForm name="create" start={START} />);
    type("Title", "Away");
    type("Content", "Words");
    fireEvent.submit(screen.getByRole("textbox", { name: "Title" }).closest("form") as HTMLFormElement);
    await pass(2_000);
    const alert = screen.getByRole("alert");
    const heard = listen(document.body);
    await pass(180_000);
    expect(create.mock.calls.length).toBeGreaterThan(3);
    expect(screen.getByRole("alert")).toBe(alert);
    expect(heard.filter((text) => !text.includes("Not saved yet"))).toEqual([]);
  });
});
