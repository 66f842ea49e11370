import { act, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ComponentProps } from "react";
import { Editor } from "#components/writing/editor";
import { ApiError, api } from "#lib/client/api";
import { NO_FORM_POST, type SaveStart } from "#lib/client/save-state";
import { useSave } from "#lib/client/use-save";
import { EMPTY_FORM, type PostFormValues, toFormValues } from "#lib/shared/post-form";
import { somePost } from "#support/posts";
import { show } from "#support/render";

const user = userEvent.setup();
const box = (name: string) => screen.getByRole(name === "Tags" ? "combobox" : "textbox", { name });
const publish = () => user.click(screen.getByRole("button", { name: "Publish" }));

const saveChanges = () => user.click(screen.getByRole("button", { name: "Save changes" }));

type TestProps = Omit<ComponentProps<typeof Editor>, "saving"> & {
  start?: Partial<SaveStart>;
  onSubmit?: jest.Mock;
};

function TestEditor({ start, onSubmit = jest.fn(), ...rest }: TestProps) {
  const all: SaveStart = { fields: EMPTY_FORM, posted: NO_FORM_POST, publication: "new", ...start };
  return <Editor saving={useSave(all, "UTC", (draft) => onSubmit(draft))} {...rest} />;
}

beforeEach(() => {
  jest.spyOn(api, "previewPost").mockResolvedValue({ html: "", contents: [] });
});

function open(onSubmit: jest.Mock = jest.fn(async () => somePost())) {
  const success = ({ title }: { title: string }) => <p>Published: {title}</p>;
  show(<TestEditor name="create" onSubmit={onSubmit} success={success} />);
  return onSubmit;
}

function edit(fields: Partial<PostFormValues> = {}, onSubmit: jest.Mock = jest.fn(async () => somePost())) {
  const all = {
    ...toFormValues(somePost({ tags: ["ink", "paper"], excerpt: "", slug: "" }), Date.now(), "UTC"),
    ...fields,
  };
  show(<TestEditor name="save" start={{ fields: all, publication: all.publication }} onSubmit={onSubmit} />);
  return onSubmit;
}

async function fill({ title = "Hello", content = "World" } = {}) {
  await user.type(box("Title"), title);
  await user.type(box("Content"), content);
}

test("every wrong field is named beside it, and the first one has the focus", async () => {
  const onSubmit = open();
  await publish();
  expect(box("Title")).toHaveAccessibleDescription("Title is required");
  expect(box("Content")).toHaveAccessibleDescription("Content is required");
  expect(box("Title")).toHaveFocus();
  expect(onSubmit).not.toHaveBeenCalled();
});

test("the focus passes over fields that are right", async () => {
  open();
  await user.type(box("Title"), "Hello");
  await publish();
  expect(box("Title")).toBeValid();
  expect(box("Content")).toHaveFocus();
});

test("an error is gone once its field is right", async () => {
  open();
  await publish();
  await fill();
  await publish();
  expect(box("Title")).toHaveAttribute("aria-invalid", "false");
  expect(screen.queryByText("Title is required")).toBeNull();
});

test("one wrong tag is named beside the tags", async () => {
  open();
  await fill();
  await user.type(box("Tags"), `ink, ${"x".repeat(61)}`);
  await publish();
  expect(box("Tags")).toBeInvalid();
  expect(box("Tags")).toHaveAccessibleDescription(expect.stringContaining("A tag is"));
});

test("what is submitted is tidy", async () => {
  const onSubmit = open();
  await fill({ title: "  Hello  ", content: " World " });
  await user.type(box("Tags"), "Ink, , Iron Gall,");
  await publish();
  expect(onSubmit).toHaveBeenCalledWith({
    title: "Hello",
    content: "World",
    excerpt: "",
    slug: "",
    canonicalUrl: "",
    language: "",
    tags: ["Ink", "Iron Gall"],
    status: "published",
    publishedAt: null,
  });
});

describe("settings that few posts need", () => {
  const details = () => screen.getByText("More settings").closest("details");

  test("empty — folded away, with the slug that the title gives", async () => {
    open();
    expect(details()).not.toHaveAttribute("open");
    await fill({ title: "Une Idée" });
    expect(screen.getByLabelText("Slug")).toHaveAttribute("placeholder", "une-idee");
  });

  test("set — shown", () => {
    edit({ slug: "mine" });
    expect(details()).toHaveAttribute("open");
    expect(screen.getByLabelText("Slug")).toHaveValue("mine");
  });

  test("wrong — shown with the reason", async () => {
    const onSubmit = open();
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

test("success is announced and the fields are cleared", async () => {
  open();
  await fill();
  await publish();
  expect(screen.getByRole("status")).toHaveTextContent("Published: Hello");
  expect(box("Title")).toHaveValue("");
  expect(box("Content")).toHaveValue("");
});

test("a refusal is announced and the text stays", async () => {
  open(jest.fn().mockRejectedValue(new ApiError(503, { title: "Service Unavailable" })));
  await fill();
  await publish();
  expect(screen.getByRole("alert")).toHaveTextContent("Not saved: Service Unavailable.");
  expect(box("Title")).toHaveValue("Hello");
  expect(box("Content")).toHaveValue("World");
});

test("what the server says of a field stands beside it", async () => {
  open(
    jest
      .fn()
      .mockRejectedValue(new ApiError(400, { title: "Not valid", fields: { content: ["Content is too plain"] } })),
  );
  await fill();
  await publish();
  expect(box("Content")).toHaveAccessibleDescription("Content is too plain");
  expect(box("Content")).toHaveFocus();
});

test("a refused text can be submitted again", async () => {
  const onSubmit = open(
    jest
      .fn()
      .mockRejectedValueOnce(new ApiError(0, { title: "Away" }))
      .mockResolvedValue(somePost()),
  );
  await fill();
  await publish();
  await publish();
  expect(onSubmit).toHaveBeenCalledTimes(2);
  expect(screen.getByRole("status")).toHaveTextContent("Published: Hello");
  expect(screen.queryByRole("alert")).toBeNull();
});

test("a double click submits once", async () => {
  const { promise, resolve } = Promise.withResolvers<ReturnType<typeof somePost>>();
  const onSubmit = open(jest.fn(() => promise));
  await fill();
  await user.dblClick(screen.getByRole("button", { name: "Publish" }));
  expect(onSubmit).toHaveBeenCalledTimes(1);
  await act(async () => resolve(somePost()));
});

test("a double click whose first half is answered at once submits once", async () => {
  const onSubmit = open();
  await fill();
  await user.dblClick(screen.getByRole("button", { name: "Publish" }));
  expect(onSubmit).toHaveBeenCalledTimes(1);
  expect(screen.getByRole("status")).toHaveTextContent("Published: Hello");
  expect(screen.queryByText("Title is required")).toBeNull();
});

test("two submits in one moment store once", async () => {
  const onSubmit = open();
  await fill();
  const form = box("Title").closest("form");
  await act(async () => {
    form?.requestSubmit();
    form?.requestSubmit();
  });
  await waitFor(() => expect(onSubmit).toHaveBeenCalledTimes(1));
});

test.each(["Control", "Meta"])("%s and Enter submit from the text", async (key) => {
  const onSubmit = open();
  await fill();
  await user.type(box("Content"), `{${key}>}{Enter}{/${key}}`);
  expect(onSubmit).toHaveBeenCalledTimes(1);
});

test("Enter alone is a new line of the text", async () => {
  const onSubmit = open();
  await fill();
  await user.type(box("Content"), "{Enter}More");
  expect(box("Content")).toHaveValue("World\nMore");
  expect(onSubmit).not.toHaveBeenCalled();
});

test("a post to edit is there to begin with", () => {
  edit();
  expect(box("Title")).toHaveValue("Hello");
  expect(box("Content")).toHaveValue("World");
  expect(box("Tags")).toHaveValue("ink, paper");
  expect(screen.getByRole("radio", { name: "Stay published" })).toBeChecked();
});

test("an edited text stays in the form while the way leads on", async () => {
  edit();
  await user.type(box("Title"), " again");
  await saveChanges();
  expect(box("Title")).toHaveValue("Hello again");
});

describe("what becomes of it", () => {
  const choose = (name: string) => user.click(screen.getByRole("radio", { name }));

  test("a draft is sent as one, and the button says so", async () => {
    const onSubmit = open();
    await fill();
    await choose("Save as a draft");
    await user.click(screen.getByRole("button", { name: "Save draft" }));
    expect(onSubmit).toHaveBeenCalledWith(expect.objectContaining({ status: "draft" }));
  });

  test("a date is in the time of whoever writes and is sent in UTC", async () => {
    const onSubmit = open();
    await fill();
    await choose("Schedule");
    await user.type(screen.getByLabelText("Date and time"), "2999-01-31T09:00");
    await user.click(screen.getByRole("button", { name: "Schedule" }));
    const publishedAt = new Date("2999-01-31T09:00").toISOString();
    expect(onSubmit).toHaveBeenCalledWith(expect.objectContaining({ status: "published", publishedAt }));
  });

  test("a scheduled post shows its date in the time of whoever writes", () => {
    edit({ publication: "scheduled", publishAt: "2999-01-31T09:00" });
    const date = new Date("2999-01-31T09:00Z");
    const local = new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
    expect(screen.getByLabelText("Date and time")).toHaveValue(local);
  });

  test.each([
    ["", "Choose a date and a time"],
    ["2001-01-31T09:00", "Choose a moment that lies ahead"],
  ])("the date %j is refused beside it, with whatever else is wrong", async (date, fault) => {
    const onSubmit = open();
    await choose("Schedule");
    if (date) await user.type(screen.getByLabelText("Date and time"), date);
    await user.click(screen.getByRole("button", { name: "Schedule" }));
    expect(screen.getByLabelText("Date and time")).toHaveAccessibleDescription(expect.stringContaining(fault));
    expect(box("Title")).toHaveAccessibleDescription("Title is required");
    expect(onSubmit).not.toHaveBeenCalled();
  });

  test("who could not come back to a draft is not offered any", () => {
    show(<TestEditor name="create" canSaveDraft={false} />);
    expect(screen.queryByRole("radio")).toBeNull();
  });
});

describe("a plain post that was refused", () => {
  const refused = {
    form: "create",
    status: 400,
    title: "Not valid",
    fields: { "tags.0": ["A tag is short"] },
    typed: { title: "Mine", content: "Typed", tags: "a b c", publication: "draft" },
  };

  test("shows what was typed and what was wrong with it", () => {
    const posted = { refused, previewed: null };
    show(<TestEditor name="create" start={{ posted }} />);
    expect(box("Title")).toHaveValue("Mine");
    expect(box("Content")).toHaveValue("Typed");
    expect(box("Tags")).toHaveAccessibleDescription(expect.stringContaining("A tag is short"));
    expect(screen.getByRole("button", { name: "Save draft" })).toBeVisible();
  });

  test("says so where no field is wrong", () => {
    const posted = { refused: { ...refused, status: 401, title: "You have to sign in", fields: {} }, previewed: null };
    show(<TestEditor name="create" start={{ posted }} />);
    expect(screen.getByRole("alert")).toHaveTextContent("Not saved: You have to sign in.");
    expect(screen.getByRole("link", { name: "Sign in in a new tab" })).toHaveAttribute("href", "/login");
  });
});

describe("leaving", () => {
  const unload = () => {
    const event = new Event("beforeunload", { cancelable: true });
    window.dispatchEvent(event);
    return event.defaultPrevented;
  };

  test("a text that is not saved is asked about", async () => {
    open();
    expect(unload()).toBe(false);
    await user.type(box("Title"), "H");
    expect(unload()).toBe(true);
  });

  test("a saved text is not", async () => {
    open();
    await fill();
    await publish();
    expect(unload()).toBe(false);
  });

  test("a text that was put back as it was is not", async () => {
    edit();
    await user.type(box("Title"), "!{Backspace}");
    expect(unload()).toBe(false);
  });
});
