import { fireEvent, screen } from "@testing-library/react";
import "fake-indexeddb/auto";
import { UnfinishedTexts } from "#components/writing/unfinished-texts";
import { ApiError, api } from "#lib/client/api";
import { purgeLocalDrafts, writeLocalDraft } from "#lib/client/local-drafts";
import { readLocalUpload, writeLocalUpload } from "#lib/client/local-uploads";
import { EMPTY_FORM } from "#lib/shared/post-form";
import { someDraft } from "#support/drafts";
import { show } from "#support/render";

const DRAFT = someDraft({ account: "olga", values: { ...EMPTY_FORM, title: "On this device" } });

afterEach(() => purgeLocalDrafts("olga"));

test("UnfinishedTexts — the server is unavailable — those of this device, and a note on the others", async () => {
  await writeLocalDraft(DRAFT);
  jest.spyOn(api, "listAutosaves").mockRejectedValue(new ApiError(503, { title: "Not just now" }));
  show(<UnfinishedTexts account="olga" />);
  await screen.findByRole("heading", { name: "On this device" });
  expect(screen.getByText("Unfinished texts on the server could not be loaded just now.")).toBeVisible();
});

test("UnfinishedTexts — a text that waits for an image, discarded — the image is not kept for it; Undo — it is", async () => {
  const id = "aaaaaaaaaaaa";
  jest.spyOn(api, "listAutosaves").mockResolvedValue({ items: [], next: undefined });
  jest.spyOn(api, "getAutosave").mockRejectedValue(new ApiError(404, {}));
  await writeLocalDraft({ ...DRAFT, values: { ...DRAFT.values, content: `![Uploading a.png…](upload:${id})` } });
  await writeLocalUpload(
    {
      ...{ id, account: "olga", name: "a.png", size: 1, alt: "", caption: "", isDecorative: false, isDescribed: false },
      ...{ addedAt: 0, removedAt: null, url: null },
    },
    new Blob(["x"]),
  );
  const removedAt = async () => (await readLocalUpload(id, "olga"))?.upload.removedAt;
  show(<UnfinishedTexts account="olga" />);
  fireEvent.click(await screen.findByRole("button", { name: /^Discard/ }));
  fireEvent.click(await screen.findByRole("button", { name: "Undo" }));
  expect(await removedAt()).toEqual(expect.any(Number));
  await screen.findByRole("heading", { name: "On this device" });
  expect(await removedAt()).toBeNull();
});
