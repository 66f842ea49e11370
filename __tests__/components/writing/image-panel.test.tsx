import "fake-indexeddb/auto";
import { act, createEvent, fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { PostEditorForm } from "#components/writing/edit-post";
import { api, type NewPostInput } from "#lib/client/api";
import { purgeLocalDrafts } from "#lib/client/local-drafts";
import { ApiError } from "#lib/client/request";
import { uploadImage } from "#lib/client/upload-image";
import type { Image } from "#lib/shared/images";
import { EMPTY_FORM } from "#lib/shared/post-form";
import { NO_FORM_POST } from "#support/drafts";
import { somePost } from "#support/posts";
import { show } from "#support/render";

jest.mock("#lib/client/upload-image", () => ({ uploadImage: jest.fn() }));
const upload = jest.mocked(uploadImage);

const user = userEvent.setup();
const ID = "a".repeat(64);
const image = { id: ID, width: 800, height: 600 } as Image;
const PATH = `/images/${ID}-800.webp`;
const fileOf = (name: string, type = "image/png") => new File(["pixels"], name, { type });
const text = () => screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Content" });
const panel = () => within(screen.getByRole("region", { name: "Images" }));
const alt = () => panel().findByLabelText(/^What does it show\?/);
const names = () =>
  panel()
    .queryAllByRole("listitem")
    .map((item) => item.querySelector("bdi")?.textContent);
const button = (name: string | RegExp) => panel().getByRole("button", { name });
const isInserted = () => waitFor(() => expect(text().value).not.toContain("upload:"));

/** An upload that ends when the test says so. */
function pending() {
  const made: { progress: (share: number) => void; end: () => void; fail: (error: ApiError) => void } = {
    ...{ progress: () => {}, end: () => {}, fail: () => {} },
  };
  upload.mockImplementationOnce(
    (_file, { onProgress }) =>
      new Promise((end, fail) => {
        Object.assign(made, { end: () => end(image), fail, progress: onProgress });
      }),
  );
  return made;
}

/** Pastes into the text field, as a browser does. @returns whether the browser's own paste was prevented */
function paste(files: File[], types = ["Files"], data: Record<string, string> = {}) {
  const event = createEvent.paste(text(), {
    clipboardData: { files, items: [], types, getData: (type: string) => data[type] ?? "" },
  });
  fireEvent(text(), event);
  return event.defaultPrevented;
}

const onSubmit = jest.fn(async (_post: NewPostInput) => somePost());
beforeEach(async () => {
  upload.mockReset();
  jest.spyOn(api, "previewPost").mockResolvedValue({ html: "", contents: [] });
  jest.spyOn(api, "createPost").mockImplementation(onSubmit);
  history.replaceState(null, "");
  window.requestIdleCallback = (work) => window.setTimeout(work);
  window.cancelIdleCallback = (id) => window.clearTimeout(id);
  const start = { account: null, autosave: null, post: null, stored: EMPTY_FORM, posted: NO_FORM_POST };
  show(<PostEditorForm name="create" start={start} />);
  await screen.findByRole("region", { name: "Images" });
});
afterEach(() => purgeLocalDrafts(null));

test("pasted — focus stays in the text; progress, then the fields' words are in the text; Done closes", async () => {
  await user.type(text(), "Before.");
  const made = pending();
  expect(paste([fileOf("cat.png")])).toBe(true);
  await user.type(await alt(), "A cat");
  await waitFor(() => expect(upload).toHaveBeenCalledTimes(1));
  act(() => made.progress(0.426));
  expect(panel().getByRole("progressbar", { name: "Upload of cat.png" })).toHaveValue(0.426);
  expect(panel().getByText("Uploading, 42 %")).toBeVisible();
  act(() => made.progress(1));
  expect(panel().getByText("Processing…")).toBeVisible();
  act(() => made.end());
  await isInserted();
  expect(await panel().findByText("In the text")).toBeVisible();
  await user.type(panel().getByLabelText(/^Caption/), "Olga");
  await user.click(button("Done"));
  expect(text()).toHaveValue(`Before.\n\n![A cat](${PATH} "Olga")\n\n`);
  expect(names()).toEqual([]);
  expect(text()).toHaveFocus();
});

test("pasted — the focus is not taken from the text, and a status tells how far it is", async () => {
  pending();
  text().focus();
  paste([fileOf("cat.png")]);
  await alt();
  expect(text()).toHaveFocus();
  expect(panel().getByRole("status")).toHaveTextContent("1 image: 1 on the way");
});

test("left without Done — what was said is in the text", async () => {
  upload.mockResolvedValueOnce(image);
  paste([fileOf("cat.png")]);
  await user.type(await alt(), "A cat");
  await isInserted();
  await user.click(screen.getByRole("textbox", { name: "Title" }));
  await waitFor(() => expect(text()).toHaveValue(`![A cat](${PATH})\n\n`));
  expect(screen.getByRole("textbox", { name: "Title" })).toHaveFocus();
});

test("no description — Done asks for one, in a form that is not sent; “Decorative” is enough", async () => {
  upload.mockResolvedValueOnce(image);
  paste([fileOf("line.png")]);
  await user.type(await alt(), "{Enter}");
  expect(await alt()).toHaveAccessibleDescription("Say what it shows, or mark it as decorative");
  expect(await alt()).toHaveFocus();
  await user.click(panel().getByLabelText("Decorative"));
  expect(await alt()).toBeDisabled();
  await user.click(button("Done"));
  await isInserted();
  expect(text()).toHaveValue(`![](${PATH})\n\n`);
  expect(onSubmit).not.toHaveBeenCalled();
});

test("several chosen — one is described after the other; another one first on request", async () => {
  for (const _ of [1, 2, 3]) pending();
  await user.upload(screen.getAllByLabelText("Images").find((one) => one.matches("input")) as HTMLInputElement, [
    ...[fileOf("a.png"), fileOf("b.png"), fileOf("c.png")],
  ]);
  await user.type(await alt(), "A{Enter}");
  expect(names()[0]).toBe("b.png");
  expect(await alt()).toHaveFocus();
  await user.click(button("Describe c.png"));
  expect(names()[0]).toBe("c.png");
  await waitFor(async () => expect(await alt()).toHaveFocus());
  await user.type(await alt(), "C{Enter}");
  await user.click(button("Later"));
  expect(text()).toHaveFocus();
  expect(names()).toEqual(["a.png", "b.png", "c.png"]);
  expect(panel().getAllByText("3 images: 3 on the way")).toHaveLength(2);
});

test("dropped beside the field — inserted, and the browser does not open the file", async () => {
  upload.mockResolvedValueOnce(image);
  const dataTransfer = {
    files: [fileOf("a.png"), fileOf("notes.txt", "text/plain")],
    items: [],
    types: ["Files"],
    getData: () => "",
  };
  const over = createEvent.dragOver(document.body, { dataTransfer });
  fireEvent(document.body, over);
  expect(over.defaultPrevented).toBe(true);
  expect(text().form).toHaveAttribute("data-dropping");
  const drop = createEvent.drop(document.body, { dataTransfer });
  fireEvent(document.body, drop);
  expect(drop.defaultPrevented).toBe(true);
  expect(text().form).not.toHaveAttribute("data-dropping");
  await isInserted();
  expect(await panel().findByRole("alert")).toHaveTextContent("notes.txt: It is not an image");
  await user.click(button("Dismiss"));
  expect(panel().queryByRole("alert")).toBeNull();
});

test("text that is dragged, rich text with a picture of it, an image of this site — the browser's, or its text", () => {
  const dragged = createEvent.dragOver(text(), { dataTransfer: { types: ["text/plain"], files: [], items: [] } });
  fireEvent(text(), dragged);
  expect(dragged.defaultPrevented).toBe(false);
  expect(
    paste([fileOf("image.png")], ["text/plain", "text/html", "Files"], { "text/plain": "1", "text/html": "1" }),
  ).toBe(false);
  const ours = createEvent.drop(text(), {
    dataTransfer: {
      files: [fileOf("a.webp")],
      items: [],
      types: ["Files"],
      getData: () => `${location.origin}${PATH}`,
    },
  });
  fireEvent(text(), ours);
  expect(ours.defaultPrevented).toBe(false);
  expect(upload).not.toHaveBeenCalled();
});

test("refused — the reason; Try again uploads the same file; Remove takes its line out", async () => {
  upload.mockRejectedValueOnce(new ApiError(415, { detail: "The file is a PDF document." }));
  const file = fileOf("cat.png");
  paste([file]);
  expect(await panel().findByText("Not uploaded. The file is a PDF document.")).toBeVisible();
  expect(panel().queryByLabelText(/^What does it show/)).toBeNull();
  upload.mockRejectedValueOnce(new ApiError(413, { title: "Too large" }));
  await user.click(button("Try again"));
  expect(await panel().findByText("Not uploaded. Too large.")).toBeVisible();
  expect(upload.mock.calls.map(([sent]) => sent)).toEqual([file, file]);
  await user.click(button("Remove cat.png"));
  expect(text()).toHaveValue("");
  expect(names()).toEqual([]);
  expect(text()).toHaveFocus();
});

test("published while a placeholder is there — waits while it is uploaded, busy; names it where it has failed", async () => {
  const made = pending();
  await user.type(screen.getByRole("textbox", { name: "Title" }), "T");
  paste([fileOf("cat.png")]);
  await waitFor(() => expect(upload).toHaveBeenCalledTimes(1));
  await user.click(screen.getByRole("button", { name: "Publish" }));
  expect(screen.getByRole("button", { name: "Publish" })).toHaveAttribute("aria-disabled", "true");
  expect(onSubmit).not.toHaveBeenCalled();
  act(() => made.fail(new ApiError(413, { title: "Too large" })));
  await waitFor(() =>
    expect(text()).toHaveAccessibleDescription(
      "The image “cat.png” is not uploaded yet: wait for it, or remove it from the text",
    ),
  );
  expect(onSubmit).not.toHaveBeenCalled();
  upload.mockResolvedValueOnce(image);
  await user.click(button("Try again"));
  await isInserted();
  await waitFor(() => expect(text()).toBeValid());
  await user.click(screen.getByRole("button", { name: "Publish" }));
  await waitFor(() => expect(onSubmit).toHaveBeenCalledTimes(1));
  expect(onSubmit.mock.calls[0]?.[0]).toMatchObject({ content: `![](${PATH})`, status: "published" });
});

test("saved as a draft with a placeholder — saved as it is", async () => {
  pending();
  await user.type(screen.getByRole("textbox", { name: "Title" }), "T");
  paste([fileOf("cat.png")]);
  await waitFor(() => expect(upload).toHaveBeenCalledTimes(1));
  await user.click(screen.getByRole("button", { name: "Save draft" }));
  await waitFor(() => expect(onSubmit).toHaveBeenCalledTimes(1));
  expect(onSubmit.mock.calls[0]?.[0]).toMatchObject({
    content: expect.stringContaining("![Uploading cat.png…]"),
    status: "draft",
  });
});
