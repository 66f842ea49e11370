import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import "fake-indexeddb/auto";
import { EditPost } from "#components/writing/edit-post";
import { ApiError, api } from "#lib/client/api";
import { listLocalDrafts, purgeLocalDrafts } from "#lib/client/local-drafts";
import { aboutAsPost } from "#lib/shared/about-post";
import type { Autosave } from "#lib/shared/autosaves";
import { toEditorValues } from "#lib/shared/post-form";
import { NO_FORM_POST } from "#support/drafts";
import { show } from "#support/render";

const ACCOUNT = "olga";
const user = userEvent.setup();
const content = () => screen.getByRole("textbox", { name: "Content" });
const press = (name: string) => user.click(screen.getByRole("button", { name }));
const about = (text: string, version: number) => ({ content: text, version, updatedAt: null });
const conflict = (theirs: string) => new ApiError(412, { current: about(theirs, 2) });

/** A draft as a program stores it: the content alone. */
const AUTOSAVE: Autosave = {
  id: "0b1f3c9e-5d0a-4c7e-9a55-3f0f6a1c2d4e",
  post: "about",
  baseVersion: 1,
  content: "From a program",
  version: 1,
  createdAt: "2026-11-22T09:30:00.000Z",
  updatedAt: "2026-11-22T09:30:00.000Z",
};

function open(autosave: Autosave | null = null) {
  const post = aboutAsPost(about("As it was", 1));
  const fields = toEditorValues(post, Date.now(), "UTC");
  const props = { post, fields, version: 1, comparison: null, account: ACCOUNT, autosave, posted: NO_FORM_POST };
  return show(<EditPost {...props} />, { address: "/about/edit" });
}

beforeEach(() => {
  jest.spyOn(api, "previewPost").mockResolvedValue({ html: "", contents: [] });
  jest.spyOn(api, "putAutosave").mockImplementation(async (id) => ({ ...AUTOSAVE, id }));
  jest.spyOn(api, "deleteAutosave").mockResolvedValue();
  localStorage.clear();
  history.replaceState(null, "");
});
afterEach(() => purgeLocalDrafts(ACCOUNT));

describe("EditPost of the text about the site", () => {
  test("EditPost — about — text, no title and no panel", () => {
    open();
    expect(content()).toHaveValue("As it was");
    expect(screen.queryByRole("textbox", { name: "Title" })).toBeNull();
    expect(screen.queryByText(/^Update…|^Publish…/)).toBeNull();
  });

  test("EditPost — about, Update — content of this version and account saved, the page shown", async () => {
    const put = jest.spyOn(api, "changeAbout").mockResolvedValue(about("As it was, and more", 2));
    const { router } = open();
    await user.type(content(), ", and more");
    await press("Update");
    await waitFor(() => expect(router.address).toBe("/about"));
    const text = { content: "As it was, and more", autosave: expect.any(String) };
    expect(put.mock.calls).toEqual([[text, 1, { account: ACCOUNT }]]);
    expect(await listLocalDrafts(ACCOUNT)).toEqual([]);
  });

  test("EditPost — about, empty — refused beside the text", async () => {
    const put = jest.spyOn(api, "changeAbout");
    open();
    await user.clear(content());
    await press("Update");
    await waitFor(() => expect(content()).toHaveAccessibleDescription("Content is required"));
    expect(put).not.toHaveBeenCalled();
  });

  test("EditPost — about, autosave with nothing but content — continued, and saved", async () => {
    jest.spyOn(api, "getAutosave").mockResolvedValue(AUTOSAVE);
    const put = jest.spyOn(api, "changeAbout").mockResolvedValue(about("From a program", 2));
    open(AUTOSAVE);
    await screen.findByText(/^Continued from your last session/);
    expect(content()).toHaveValue("From a program");
    await press("Update");
    await waitFor(() => expect(put).toHaveBeenCalledTimes(1));
    expect(put.mock.calls[0]?.[0]).toEqual({ content: "From a program", autosave: AUTOSAVE.id });
  });

  test("EditPost — about, Keep mine in a conflict — theirs is set aside on this device", async () => {
    const put = jest.spyOn(api, "changeAbout").mockRejectedValueOnce(conflict("Hers"));
    put.mockResolvedValueOnce(about("Mine", 3));
    const { router } = open();
    await user.clear(content());
    await user.type(content(), "Mine");
    await press("Update");
    await screen.findByRole("heading", { name: /someone else saved this text/ });
    expect(screen.getByText(/stays among the unfinished texts/)).toBeVisible();
    await press("Keep mine");
    await waitFor(() => expect(router.address).toBe("/about"));
    expect(put.mock.calls.map(([, version]) => version)).toEqual([1, 2]);
    expect(await listLocalDrafts(ACCOUNT)).toMatchObject([
      { post: "about", isSetAside: true, baseVersion: 1, values: { title: "About", content: "Hers" } },
    ]);
  });

  test("EditPost — about, Take theirs in a conflict — mine is set aside, until Undo", async () => {
    jest.spyOn(api, "changeAbout").mockRejectedValueOnce(conflict("Hers"));
    open();
    await user.clear(content());
    await user.type(content(), "Mine");
    await press("Update");
    await user.click(await screen.findByRole("button", { name: "Take theirs" }));
    await waitFor(() => expect(content()).toHaveValue("Hers"));
    const asides = async () => (await listLocalDrafts(ACCOUNT)).filter(({ isSetAside }) => isSetAside);
    expect(await asides()).toMatchObject([{ values: { content: "Mine" } }]);
    expect(screen.getByText(/the page is not changed yet/)).toHaveFocus();
    await press("Undo");
    await waitFor(() => expect(content()).toHaveValue("Mine"));
    await waitFor(async () => expect(await asides()).toEqual([]));
  });
});
