import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import "fake-indexeddb/auto";
import { SignOutForm } from "#components/accounts/sign-out-form";
import { api } from "#lib/client/api";
import { lockDraft } from "#lib/client/draft-lock";
import { listLocalDrafts, purgeLocalDrafts, writeLocalDraft } from "#lib/client/local-drafts";
import { EMPTY_FORM } from "#lib/shared/post-form";
import { someDraft } from "#support/drafts";
import { show } from "#support/render";

const DRAFT = someDraft({ account: "olga", values: { ...EMPTY_FORM, title: "On this device" } });
const press = (name: string) => userEvent.click(screen.getByRole("button", { name }));

afterEach(() => purgeLocalDrafts("olga"));

test("SignOutForm, delete from this device — a text is open in another tab — stays signed in and deletes nothing", async () => {
  const signOut = jest.spyOn(api, "signOut").mockResolvedValue();
  await writeLocalDraft(DRAFT);
  const release = await lockDraft(DRAFT.id);
  show(<SignOutForm account="olga" />);
  await press("Sign out");
  await screen.findByText(/This device has a text of yours/);
  await press("Sign out, delete from this device");
  await screen.findByText(/is open in another tab/);
  expect(signOut).not.toHaveBeenCalled();
  expect(await listLocalDrafts("olga")).toHaveLength(1);

  release?.();
  await press("Sign out, delete from this device");
  await waitFor(async () => expect(await listLocalDrafts("olga")).toHaveLength(0));
  expect(signOut).toHaveBeenCalledTimes(1);
});
