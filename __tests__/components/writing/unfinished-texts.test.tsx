import { screen } from "@testing-library/react";
import "fake-indexeddb/auto";
import { UnfinishedTexts } from "#components/writing/unfinished-texts";
import { ApiError, api } from "#lib/client/api";
import { purgeLocalDrafts, writeLocalDraft } from "#lib/client/local-drafts";
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
