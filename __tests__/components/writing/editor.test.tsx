import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import "fake-indexeddb/auto";
import { PostEditorForm } from "#components/writing/edit-post";
import { ApiError, api } from "#lib/client/api";
import { listLocalDrafts, purgeLocalDrafts } from "#lib/client/local-drafts";
import type { EditorStart } from "#lib/client/use-post-editor";
import { EMPTY_FORM, type PostFormValues, toEditorValues, toFormValues } from "#lib/shared/post-form";
import { NO_FORM_POST } from "#support/drafts";
import { somePost } from "#support/posts";
import { show } from "#support/render";

const user = userEvent.setup();
const box = (name: string) => screen.getByRole(name === "Tags" ? "combobox" : "textbox", { name });
const publish = () => user.click(screen.getByRole("button", { name: "Publish" }));

const update = () => user.click(screen.getByRole("button", { name: "Update" }));

type Start = Partial<EditorStart>;
const startOf = (start: Start = {}): EditorStart => ({
  account: null,
  autosave: null,
  post: null,
  stored: EMPTY_FORM,
  posted: NO_FORM_POST,
  ...start,
});

const TestEditor = ({ start, canSaveDraft = true }: { start?: Start; canSaveDraft?: boolean }) => (
  <PostEditorForm name={start?.post ? "save" : "create"} start={startOf(start)} canSaveDraft={canSaveDraft} />
);

// A save loads it, which takes longer than a test waits.
beforeAll(() => import("#lib/client/check-form"));
beforeEach(() => {
  jest.spyOn(api, "previewPost").mockResolvedValue({ html: "", contents: [] });
  history.replaceState(null, "");
});
afterEach(() => purgeLocalDrafts(null));

function open(onSubmit: jest.Mock = jest.fn(async () => somePost())) {
  jest.spyOn(api, "createPost").mockImplementation(onSubmit);
  jest.spyOn(api, "changePost").mockImplementation((_id, patch) => onSubmit(patch));
  return { onSubmit, ...show(<TestEditor />, { address: "/blog/create" }) };
}

function edit(fields: Partial<PostFormValues> = {}, onSubmit: jest.Mock = jest.fn(async () => somePost())) {
  jest.spyOn(api, "changePost").mockImplementation((_id, patch) => onSubmit(patch));
  const post = somePost({ tags: ["ink", "paper"], excerpt: "", slug: "" });
  const stored = { ...toFormValues(post, Date.now(), "UTC"), ...fields };
  show(<TestEditor start={{ post, stored }} />);
  return onSubmit;
}

async function fill({ title = "Hello", content = "World" } = {}) {
  await user.type(box("Title"), title);
  await user.type(box("Content"), content);
}

test("Editor — published with empty fields — message beside each, the first focused", async () => {
  const { onSubmit } = open();
  await publish();
  expect(box("Title")).toHaveAccessibleDescription("Title is required");
  expect(box("Content")).toHaveAccessibleDescription("Content is required");
  await waitFor(() => expect(box("Title")).toHaveFocus());
  expect(onSubmit).not.toHaveBeenCalled();
});

test("Editor — title valid, content empty — content focused", async () => {
  open();
  await user.type(box("Title"), "Hello");
  await publish();
  expect(box("Title")).toBeValid();
  expect(box("Content")).toHaveFocus();
});

test("Editor — invalid field corrected — message removed", async () => {
  open();
  await publish();
  await user.type(box("Title"), "Hello");
  expect(box("Title")).toHaveAttribute("aria-invalid", "false");
  expect(screen.queryByText("Title is required")).toBeNull();
});

test("Editor — one tag too long — message beside the tags", async () => {
  open();
  await fill();
  await user.type(box("Tags"), `ink, ${"x".repeat(61)}`);
  await publish();
  expect(box("Tags")).toBeInvalid();
  expect(box("Tags")).toHaveAccessibleDescription(expect.stringContaining("A tag is"));
});

test("Editor — published — values trimmed", async () => {
  const { onSubmit } = open();
  await fill({ title: "  Hello  ", content: " World " });
  await user.type(box("Tags"), "Ink, , Iron Gall,");
  await publish();
  await waitFor(() => expect(onSubmit).toHaveBeenCalledTimes(1));
  expect(onSubmit.mock.calls[0]?.[0]).toEqual({
    title: "Hello",
    content: "World",
    excerpt: "",
    cover: null,
    slug: "",
    canonicalUrl: "",
    language: "",
    tags: ["Ink", "Iron Gall"],
    status: "published",
    publishedAt: null,
  });
});

describe("Editor — more settings", () => {
  const details = () => screen.getByText("More settings").closest("details");

  test("empty — collapsed, placeholder with the generated slug", async () => {
    open();
    expect(details()).not.toHaveAttribute("open");
    await fill({ title: "Une Idée" });
    expect(screen.getByLabelText("Slug")).toHaveAttribute("placeholder", "une-idee");
  });

  test("set — expanded", () => {
    edit({ slug: "mine" });
    expect(details()).toHaveAttribute("open");
    expect(screen.getByLabelText("Slug")).toHaveValue("mine");
  });

  test("invalid — expanded with the message", async () => {
    const { onSubmit } = open();
    await fill();
    for (const [label, text] of [
      ["Slug", "a/b"],
      ["Canonical URL", "example.org"],
    ] as const)
      await user.type(screen.getByLabelText(label), text);
    await publish();
    expect(details()).toHaveAttribute("open");
    expect(screen.getByLabelText("Slug")).toHaveAccessibleDescription(expect.stringContaining("must not contain “/”"));
    expect(screen.getByLabelText("Canonical URL")).toBeInvalid();
    expect(onSubmit).not.toHaveBeenCalled();
  });
});

test("Editor — published — the post is shown, local draft deleted", async () => {
  const { router } = open();
  await fill();
  await publish();
  await waitFor(() => expect(router.address).toBe("/blog/1/hello"));
  expect(await listLocalDrafts(null)).toEqual([]);
});

test("Editor — 503 — alert, text stays", async () => {
  open(jest.fn().mockRejectedValue(new ApiError(503, { title: "Service Unavailable" })));
  await fill();
  await publish();
  expect(await screen.findByRole("alert")).toHaveTextContent("Not saved yet: Service Unavailable.");
  expect(box("Title")).toHaveValue("Hello");
  expect(box("Content")).toHaveValue("World");
});

test("Editor — 400 with a field — message beside it", async () => {
  open(
    jest
      .fn()
      .mockRejectedValue(new ApiError(400, { title: "Not valid", fields: { content: ["Content is too plain"] } })),
  );
  await fill();
  await publish();
  await waitFor(() => expect(box("Content")).toHaveAccessibleDescription("Content is too plain"));
  expect(box("Content")).toHaveFocus();
});

test("Editor — published again after an error — sent again, alert removed", async () => {
  const { onSubmit } = open(
    jest
      .fn()
      .mockRejectedValueOnce(new ApiError(0, { title: "Unavailable" }))
      .mockResolvedValue(somePost()),
  );
  await fill();
  await publish();
  await screen.findByRole("alert");
  await publish();
  await waitFor(() => expect(onSubmit).toHaveBeenCalledTimes(2));
  await waitFor(() => expect(screen.queryByRole("alert")).toBeNull());
});

test("Editor — double click on Publish — one request", async () => {
  const { promise, resolve } = Promise.withResolvers<ReturnType<typeof somePost>>();
  const { onSubmit } = open(jest.fn(() => promise));
  await fill();
  await user.dblClick(screen.getByRole("button", { name: "Publish" }));
  await waitFor(() => expect(onSubmit).toHaveBeenCalledTimes(1));
  await act(async () => resolve(somePost()));
});

test("Editor — double click on Publish, first response at once — one request", async () => {
  const { onSubmit } = open();
  await fill();
  await user.dblClick(screen.getByRole("button", { name: "Publish" }));
  await waitFor(() => expect(onSubmit).toHaveBeenCalledTimes(1));
  expect(screen.queryByText("Title is required")).toBeNull();
});

test("Editor — submitted twice at once — one request", async () => {
  const { onSubmit } = open();
  await fill();
  const form = box("Title").closest("form");
  await act(async () => {
    form?.requestSubmit();
    form?.requestSubmit();
  });
  await waitFor(() => expect(onSubmit).toHaveBeenCalledTimes(1));
});

test.each(["s", "{Enter}"])("Editor — Ctrl+%s in a new text — saves a draft, never publishes", async (key) => {
  const { onSubmit } = open();
  await fill();
  await user.type(box("Content"), `{Control>}${key}{/Control}`);
  await waitFor(() => expect(onSubmit).toHaveBeenCalledTimes(1));
  expect(onSubmit.mock.calls[0]?.[0]).toMatchObject({ status: "draft" });
});

test("Editor — Ctrl+S in a published post — stores pending changes, the post is unchanged", async () => {
  const onSubmit = edit();
  await user.type(box("Title"), " again{Control>}s{/Control}");
  await waitFor(async () => expect((await listLocalDrafts(null))[0]?.values.title).toBe("Hello again"));
  expect(onSubmit).not.toHaveBeenCalled();
});

test("Editor — Enter in the content — a new line", async () => {
  const { onSubmit } = open();
  await fill();
  await user.type(box("Content"), "{Enter}More");
  expect(box("Content")).toHaveValue("World\nMore");
  expect(onSubmit).not.toHaveBeenCalled();
});

test("Editor — existing post — its values in the form", () => {
  edit();
  expect(box("Title")).toHaveValue("Hello");
  expect(box("Content")).toHaveValue("World");
  expect(box("Tags")).toHaveValue("ink, paper");
  expect(screen.getByRole("radio", { name: "Stay published" })).toBeChecked();
});

test("Editor — post updated — values stay during navigation", async () => {
  const onSubmit = edit();
  await user.type(box("Title"), " again");
  await update();
  await waitFor(() => expect(onSubmit).toHaveBeenCalledTimes(1));
  expect(box("Title")).toHaveValue("Hello again");
});

describe("Editor — publication", () => {
  const choose = (name: string) => user.click(screen.getByRole("radio", { name }));

  test("Save as a draft — status draft, button “Save draft”", async () => {
    const { onSubmit } = open();
    await fill();
    await choose("Save as a draft");
    await user.click(screen.getAllByRole("button", { name: "Save draft" })[1] as HTMLElement);
    await waitFor(() => expect(onSubmit).toHaveBeenCalledTimes(1));
    expect(onSubmit.mock.calls[0]?.[0]).toMatchObject({ status: "draft" });
  });

  test("a stored draft — the panel begins with Publish, and Ctrl+S and Ctrl+Enter save the draft", async () => {
    const post = somePost({ status: "draft", publishedAt: null });
    const onSubmit = jest.spyOn(api, "changePost").mockResolvedValue(post);
    show(<TestEditor start={{ post, stored: toEditorValues(post, Date.now(), "UTC") }} />);
    expect(screen.getByRole("radio", { name: "Publish now" })).toBeChecked();
    for (const key of ["s", "{Enter}"]) {
      await user.type(box("Title"), "!");
      await user.keyboard(`{Control>}${key}{/Control}`);
      await waitFor(() =>
        expect(onSubmit).toHaveBeenLastCalledWith(
          post.id,
          expect.objectContaining({ status: "draft" }),
          expect.anything(),
        ),
      );
      onSubmit.mockClear();
    }
    await publish();
    await waitFor(() =>
      expect(onSubmit).toHaveBeenLastCalledWith(
        post.id,
        expect.objectContaining({ status: "published" }),
        expect.anything(),
      ),
    );
  });

  test("a published post — Ctrl+S and Ctrl+Enter publish nothing", async () => {
    const onSubmit = edit();
    await user.type(box("Title"), "!");
    await user.keyboard("{Control>}s{/Control}{Control>}{Enter}{/Control}");
    await waitFor(async () => expect((await listLocalDrafts(null))[0]?.values.title).toMatch(/!$/));
    expect(onSubmit).not.toHaveBeenCalled();
  });

  test("Enter in a field of the panel — publishes nothing", async () => {
    const { onSubmit } = open();
    await fill();
    await user.type(box("Tags"), "ink{Enter}");
    await user.type(screen.getByLabelText("Slug"), "slug{Enter}");
    expect(onSubmit).not.toHaveBeenCalled();
  });

  test("Schedule — publishedAt in UTC from the site's time zone", async () => {
    const { onSubmit } = open();
    await fill();
    await choose("Schedule");
    await user.type(screen.getByLabelText("Date and time"), "2999-01-31T09:00");
    await user.click(screen.getByRole("button", { name: "Schedule" }));
    await waitFor(() => expect(onSubmit).toHaveBeenCalledTimes(1));
    const publishedAt = new Date("2999-01-31T09:00").toISOString();
    expect(onSubmit.mock.calls[0]?.[0]).toMatchObject({ status: "published", publishedAt });
  });

  test("scheduled post — its date in the site's time zone", () => {
    edit({ publication: "scheduled", publishAt: "2999-01-31T09:00" });
    const date = new Date("2999-01-31T09:00Z");
    const local = new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
    expect(screen.getByLabelText("Date and time")).toHaveValue(local);
  });

  test.each([
    ["", "Choose a date and a time"],
    ["2001-01-31T09:00", "Choose a moment that lies ahead"],
  ])("Schedule, date %j — message beside it, other errors too", async (date, fault) => {
    const { onSubmit } = open();
    await choose("Schedule");
    if (date) await user.type(screen.getByLabelText("Date and time"), date);
    await user.click(screen.getByRole("button", { name: "Schedule" }));
    expect(screen.getByLabelText("Date and time")).toHaveAccessibleDescription(expect.stringContaining(fault));
    expect(box("Title")).toHaveAccessibleDescription("Title is required");
    expect(onSubmit).not.toHaveBeenCalled();
  });

  test("canSaveDraft false — no choice", () => {
    show(<TestEditor canSaveDraft={false} />);
    expect(screen.queryByRole("radio")).toBeNull();
  });
});

describe("Editor — `refused` from a post without JavaScript", () => {
  const refused = {
    form: "create",
    status: 400,
    title: "Not valid",
    fields: { "tags.0": ["A tag is short"] },
    typed: { title: "Mine", content: "Typed", tags: "a b c", publication: "draft" },
  };

  /** Typed text that no draft has is stored on this device. */
  const isStored = () => waitFor(async () => expect(await listLocalDrafts(null)).toHaveLength(1));

  test("form values and field errors", async () => {
    const posted = { refused, previewed: null };
    show(<TestEditor start={{ posted }} />);
    expect(box("Title")).toHaveValue("Mine");
    expect(box("Content")).toHaveValue("Typed");
    expect(box("Tags")).toHaveAccessibleDescription(expect.stringContaining("A tag is short"));
    expect(screen.getAllByRole("button", { name: "Save draft" })).toHaveLength(2);
    await isStored();
  });

  test("no field errors — alert", async () => {
    const posted = { refused: { ...refused, status: 401, title: "You have to sign in", fields: {} }, previewed: null };
    show(<TestEditor start={{ posted }} />);
    expect(screen.getByRole("alert")).toHaveTextContent("Not saved: You have to sign in.");
    await isStored();
  });
});

describe("Editor — beforeunload", () => {
  const unload = () => {
    const event = new Event("beforeunload", { cancelable: true });
    window.dispatchEvent(event);
    return event.defaultPrevented;
  };

  test("text stored on this device — no prompt", async () => {
    open();
    await fill();
    await waitFor(async () => expect((await listLocalDrafts(null))[0]?.values.content).toBe("World"));
    expect(unload()).toBe(false);
  });

  test("text stored nowhere — prompt", async () => {
    jest.spyOn(IDBObjectStore.prototype, "put").mockImplementation(() => {
      throw new DOMException("The quota has been exceeded", "QuotaExceededError");
    });
    open();
    await fill();
    await screen.findAllByText(/storage of this browser is full/);
    expect(unload()).toBe(true);
    jest.restoreAllMocks();
  });
});

test("Editor — typing goes on — no key reads the form, and a pause later it is compared", async () => {
  edit();
  await user.type(box("Content"), " a");
  await waitFor(async () => expect(await listLocalDrafts(null)).toHaveLength(1));
  let reads = 0;
  const { FormData } = globalThis;
  globalThis.FormData = class extends FormData {
    constructor(form?: HTMLFormElement) {
      super(form);
      reads++;
    }
  };
  const content = box("Content") as HTMLTextAreaElement;
  for (const letter of "bcdef") fireEvent.input(content, { target: { value: `${content.value}${letter}` } });
  expect(reads).toBe(0);
  await waitFor(() => expect(reads).toBeGreaterThan(0));
  globalThis.FormData = FormData;
});
