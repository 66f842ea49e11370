import { act, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import "fake-indexeddb/auto";
import { PostEditorForm } from "#components/writing/edit-post";
import { api } from "#lib/client/api";
import { RECORD_DELAY_MS } from "#lib/client/draft-recorder";
import { listLocalDrafts, purgeLocalDrafts, writeLocalDraft } from "#lib/client/local-drafts";
import { toFormValues } from "#lib/shared/post-form";
import { NO_FORM_POST, someDraft } from "#support/drafts";
import { somePost } from "#support/posts";
import { show } from "#support/render";

afterEach(() => purgeLocalDrafts(null));

test("RecoveredNotice — title and content both changed — the stored text, and no further draft of it", async () => {
  jest.spyOn(api, "previewPost").mockResolvedValue({ html: "", contents: [] });
  const post = somePost();
  const stored = toFormValues(post, Date.now(), "UTC");
  const values = { ...stored, title: "Another title", content: "Other words" };
  await writeLocalDraft(someDraft({ post: post.id, baseVersion: post.version, base: stored, values, savedAt: 1 }));
  show(<PostEditorForm name="save" start={{ account: null, autosave: null, post, stored, posted: NO_FORM_POST }} />);
  await userEvent.click(await screen.findByRole("button", { name: "Discard" }));
  await screen.findByText("Discarded.");
  expect(screen.getByRole("textbox", { name: "Title" })).toHaveValue(post.title);
  await act(() => new Promise((resolve) => setTimeout(resolve, 2 * RECORD_DELAY_MS)));
  expect(await listLocalDrafts(null)).toEqual([]);

  await userEvent.click(screen.getByRole("button", { name: "Undo" }));
  await waitFor(async () => expect((await listLocalDrafts(null)).map(({ values }) => values)).toEqual([values]));
  expect(screen.getByRole("textbox", { name: "Title" })).toHaveValue("Another title");
});
