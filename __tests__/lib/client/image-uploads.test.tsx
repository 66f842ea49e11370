import "fake-indexeddb/auto";
import { waitFor } from "@testing-library/react";
import { createImageUploads, type ImageUploads } from "#lib/client/image-uploads";
import { purgeLocalDrafts } from "#lib/client/local-drafts";
import * as stored from "#lib/client/local-uploads";
import { ApiError } from "#lib/client/request";
import { uploadImage } from "#lib/client/upload-image";
import type { Image } from "#lib/shared/images";

jest.mock("#lib/client/upload-image", () => ({ uploadImage: jest.fn() }));
const upload = jest.mocked(uploadImage);

const ID = "a".repeat(64);
const image = (width = 800) => ({ id: ID, width, height: 600 }) as Image;
const PATH = `/images/${ID}-800.webp`;
const fileOf = (name: string, type = "image/png") => new File(["pixels"], name, { type });

let field: HTMLTextAreaElement;
const opened: ImageUploads[] = [];
let texts: string[] = [];

/** Opens an editor with a text, on the same device as before. */
function open(text: string, account: string | null = null): ImageUploads {
  for (const one of opened.splice(0)) one.stop();
  field?.remove();
  field = document.createElement("textarea");
  field.value = text;
  document.body.append(field);
  field.setSelectionRange(text.length, text.length);
  const uploads = createImageUploads({ field, account, bytesMax: 1_048_576, onText: (added) => texts.push(added) });
  opened.push(uploads);
  return uploads;
}
const images = (...files: File[]) => ({ files, folders: [] });
const [only, all] = [
  (uploads: ImageUploads) => uploads.getSnapshot().uploads[0],
  (uploads: ImageUploads) => uploads.getSnapshot().uploads,
];
const idOf = (uploads: ImageUploads) => only(uploads)?.id ?? "";
const type = (text: string) => {
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
};
const isStored = (uploads: ImageUploads) => waitFor(() => expect(only(uploads)?.storage).toBe("stored"));
const isInserted = () => waitFor(() => expect(field.value).not.toContain("upload:"));

/** An upload that ends when the test says so. */
function pending() {
  const made: { end: (image: Image) => void; fail: (error: ApiError) => void; signal?: AbortSignal | undefined } = {
    end: () => {},
    fail: () => {},
  };
  upload.mockImplementationOnce(
    (_file, { signal }) =>
      new Promise((end, fail) => {
        Object.assign(made, { end, fail, signal });
        signal?.addEventListener("abort", () => fail(new ApiError(0, {})));
      }),
  );
  return made;
}

beforeEach(() => {
  upload.mockReset();
  texts = [];
});
afterEach(async () => {
  for (const one of opened.splice(0)) one.stop();
  for (const account of [null, "ada"]) await purgeLocalDrafts(account);
});

test("inserted — a placeholder at once, then the image with what was said about it meanwhile", async () => {
  const uploads = open("Before.");
  const made = pending();
  await uploads.add(images(fileOf("cat.png")));
  expect(field.value).toMatch(/^Before\.\n\n!\[Uploading cat\.png…\]\(upload:[\da-z]{12}\)\n\n$/);
  uploads.describe(idOf(uploads), { alt: "A [cat]", caption: "Olga" });
  await waitFor(() => expect(upload).toHaveBeenCalledTimes(1));
  made.end(image());
  await isInserted();
  expect(field.value).toBe(`Before.\n\n![A \\[cat\\]](${PATH} "Olga")\n\n`);
  uploads.describe(idOf(uploads), { alt: "A dog", caption: "" });
  uploads.commit(idOf(uploads));
  expect(field.value).toBe(`Before.\n\n![A dog](${PATH})\n\n`);
  uploads.describe(idOf(uploads), { isDecorative: true });
  uploads.close(idOf(uploads));
  expect(field.value).toBe(`Before.\n\n![](${PATH})\n\n`);
});

test("the caret is elsewhere by then, and in a field of its own — both stay", async () => {
  const uploads = open("One.\n\nTwo.");
  const other = document.createElement("input");
  document.body.append(other);
  const made = pending();
  field.setSelectionRange(4, 4);
  await uploads.add(images(fileOf("cat.png")));
  await waitFor(() => expect(upload).toHaveBeenCalledTimes(1));
  const fromEnd = 2;
  field.setSelectionRange(field.value.length - fromEnd, field.value.length - 1, "backward");
  other.focus();
  made.end(image());
  await isInserted();
  expect(document.activeElement).toBe(other);
  expect(field.value.length - field.selectionStart).toBe(fromEnd);
  expect([field.selectionEnd - field.selectionStart, field.selectionDirection]).toEqual([1, "backward"]);
  other.remove();
});

test("text changed by hand around it — its image is found; its alternative text there stays", async () => {
  const uploads = open("");
  const made = pending();
  await uploads.add(images(fileOf("cat.png")));
  await waitFor(() => expect(upload).toHaveBeenCalledTimes(1));
  type(field.value.replace("Uploading cat.png…", "My own words").replace("!", "So: !"));
  made.end(image());
  await isInserted();
  expect(field.value).toBe(`So: ![My own words](${PATH})\n\n`);
  uploads.describe(idOf(uploads), { alt: "Others" });
  uploads.close(idOf(uploads));
  expect(field.value).toBe(`So: ![My own words](${PATH})\n\n`);
});

describe("the page is left before it is uploaded", () => {
  test("the next one goes on, with the file and what was said", async () => {
    let uploads = open("");
    pending();
    await uploads.add(images(fileOf("cat.png")));
    uploads.describe(idOf(uploads), { alt: "A cat" });
    await isStored(uploads);
    const made = pending();
    uploads = open(field.value);
    await waitFor(() => expect(upload).toHaveBeenCalledTimes(2));
    expect(only(uploads)).toMatchObject({ name: "cat.png", alt: "A cat", storage: "stored", isDescribed: false });
    made.end(image());
    await isInserted();
    expect(field.value).toBe(`![A cat](${PATH})\n\n`);
  });

  test("uploaded, but the text was not stored any more — inserted without another upload", async () => {
    const before = open("");
    upload.mockResolvedValueOnce(image());
    await before.add(images(fileOf("cat.png")));
    const text = field.value;
    await isStored(before);
    await isInserted();
    await waitFor(async () => expect((await stored.readLocalUpload(idOf(before), null))?.upload.url).toBe(PATH));
    open(text);
    await isInserted();
    expect(field.value).toBe(`![](${PATH})\n\n`);
    expect(upload).toHaveBeenCalledTimes(1);
  });

  test("another account, or another device — the file is missing, and can be chosen", async () => {
    let uploads = open("", "ada");
    pending();
    await uploads.add(images(fileOf("cat.png")));
    await isStored(uploads);
    uploads = open(field.value);
    await waitFor(() => expect(only(uploads)?.state).toEqual({ name: "missing" }));
    expect(only(uploads)?.name).toBe("cat.png");
    expect(uploads.isUnsafe()).toBe(false);
    uploads.replaceFile(idOf(uploads), fileOf("notes.txt", "text/plain"));
    expect(uploads.getSnapshot().notes[0]?.text).toMatch(/^notes\.txt: It is not an image/);
    upload.mockResolvedValueOnce(image());
    uploads.replaceFile(idOf(uploads), fileOf("other.png"));
    await isInserted();
    expect(upload).toHaveBeenCalledTimes(2);
  });
});

describe("removed from the text", () => {
  test("the upload is aborted, and starts again once the placeholder is back", async () => {
    const uploads = open("Before.");
    const first = pending();
    await uploads.add(images(fileOf("cat.png")));
    const text = field.value;
    await isStored(uploads);
    type("Before.");
    await waitFor(() => expect(first.signal?.aborted).toBe(true));
    expect(only(uploads)).toMatchObject({ isInText: false, hasPlaceholder: false });
    await waitFor(async () =>
      expect((await stored.readLocalUpload(idOf(uploads), null))?.upload.removedAt).not.toBeNull(),
    );
    upload.mockResolvedValueOnce(image());
    type(text);
    await isInserted();
  });

  test("“Remove” — its paragraph is gone, before and after it is uploaded", async () => {
    const uploads = open("Before.");
    pending();
    upload.mockResolvedValueOnce(image());
    await uploads.add(images(fileOf("a.png"), fileOf("b.png")));
    await waitFor(() => expect(field.value).toContain(PATH));
    const [a, b] = all(uploads);
    uploads.remove(b?.id ?? "");
    uploads.remove(a?.id ?? "");
    expect(field.value).toBe("Before.");
  });

  test.each([
    ["twice", "![A](cat.png) or ![B](cat.png)", "or"],
    ["as HTML", 'Before.\n\n<img alt="A" src="cat.png">\n\nAfter.', "Before.\n\nAfter."],
    ["by reference", "![A][cat]\n\n[cat]: cat.png\n\nAfter.", "![A][cat]\n\nAfter."],
  ])("“Remove” — the text shows it %s — nothing waits for it", async (_, markdown, after) => {
    const uploads = open("");
    const made = pending();
    await uploads.add(images(new File([markdown], "post.md", { type: "text/markdown" }), fileOf("cat.png")));
    await waitFor(() => expect(upload).toHaveBeenCalledTimes(1));
    uploads.remove(idOf(uploads));
    expect(field.value.trim()).toBe(after);
    expect(made.signal?.aborted).toBe(true);
    expect(await uploads.settle()).toBe(true);
  });

  test("“Remove” — the writer has changed its Markdown since — it is removed", async () => {
    const uploads = open("");
    upload.mockResolvedValueOnce(image());
    await uploads.add(images(fileOf("cat.png")));
    await isInserted();
    type(`Before.\n\n![My own words](${PATH} "(Olga)")\n\nAfter.`);
    uploads.remove(idOf(uploads));
    expect(field.value).toBe("Before.\n\nAfter.");
  });

  test("“Remove” — the text has its URL elsewhere — a note says so, and the upload goes on", async () => {
    const uploads = open("");
    const made = pending();
    await uploads.add(images(fileOf("cat.png")));
    await waitFor(() => expect(upload).toHaveBeenCalledTimes(1));
    const url = `upload:${idOf(uploads)}`;
    type(`[A link](${url})`);
    uploads.remove(idOf(uploads));
    expect(uploads.getSnapshot().notes).toEqual([
      expect.objectContaining({ text: `cat.png: It is not removed. Delete ${url} in the text.` }),
    ]);
    expect(made.signal?.aborted).toBe(false);
    made.end(image());
    await isInserted();
    expect(field.value).toBe(`[A link](${PATH})`);
  });

  test("while this device is asked for its file — it is not uploaded", async () => {
    const before = open("");
    pending();
    await before.add(images(fileOf("cat.png")));
    await isStored(before);
    const uploads = open(field.value);
    type("");
    await uploads.settle();
    await waitFor(() => expect(only(uploads)?.file).not.toBeNull());
    upload.mockReset().mockResolvedValueOnce(image());
    await uploads.add(images(fileOf("dog.png")));
    await isInserted();
    expect(upload).toHaveBeenCalledTimes(1);
    expect(upload.mock.calls[0]?.[0]).toMatchObject({ name: "dog.png" });
  });
});

test("an input method composes, or a pointer selects — the image waits", async () => {
  const uploads = open("");
  upload.mockResolvedValue(image());
  for (const [begin, end] of [
    ["compositionstart", "compositionend"],
    ["pointerdown", "pointerup"],
    ["pointerdown", "pointercancel"],
  ] as const) {
    field.dispatchEvent(new Event(begin, { bubbles: true }));
    await uploads.add(images(fileOf("cat.png")));
    await waitFor(() => expect(all(uploads).at(-1)?.state.name).toBe("uploaded"));
    expect(field.value).toContain("upload:");
    field.dispatchEvent(new Event(end, { bubbles: true }));
    await isInserted();
  }
});

test("the device stores nothing — it says so, and leaving is unsafe until it is uploaded", async () => {
  const fields = { account: null, name: "", alt: "", caption: "", isDecorative: false, isDescribed: false };
  await stored.writeLocalUpload(
    { ...fields, id: "other", size: stored.UPLOADS_BYTES_MAX, addedAt: Date.now(), removedAt: null, url: null },
    new Blob([]),
  );
  const uploads = open("");
  const made = pending();
  await uploads.add(images(fileOf("cat.png")));
  await waitFor(() => expect(only(uploads)?.storage).toBe("full"));
  expect(uploads.isUnsafe()).toBe(true);
  await waitFor(() => expect(upload).toHaveBeenCalledTimes(1));
  made.end(image());
  await isInserted();
  expect(uploads.isUnsafe()).toBe(false);
});

describe("settle", () => {
  test("waits for what is uploaded, and inserts it; what has failed stays", async () => {
    const uploads = open("");
    const [first, second] = [pending(), pending()];
    await uploads.add(images(fileOf("a.png"), fileOf("b.png")));
    await waitFor(() => expect(upload).toHaveBeenCalledTimes(2));
    const settled = jest.fn();
    void uploads.settle().then(settled);
    first.end(image());
    await waitFor(() => expect(field.value).toContain(PATH));
    expect(settled).not.toHaveBeenCalled();
    second.fail(new ApiError(413, { title: "Too large" }));
    await waitFor(() => expect(settled).toHaveBeenCalledWith(true));
    expect(field.value).toContain("Uploading b.png");
  });

  test("undo has brought a placeholder back — its image is inserted again", async () => {
    const uploads = open("");
    upload.mockResolvedValueOnce(image());
    await uploads.add(images(fileOf("a.png")));
    const text = field.value;
    await isInserted();
    type(text);
    await waitFor(() => expect(only(uploads)?.hasPlaceholder).toBe(true));
    expect(field.value).toBe(text);
    expect(await uploads.settle()).toBe(true);
    expect(field.value).toBe(`![](${PATH})\n\n`);
  });

  test("the page is left meanwhile — false", async () => {
    const uploads = open("");
    pending();
    await uploads.add(images(fileOf("a.png")));
    await waitFor(() => expect(upload).toHaveBeenCalledTimes(1));
    const settled = uploads.settle();
    uploads.stop();
    expect(await settled).toBe(false);
  });
});

test("a page that is hidden — what was said is in the text before it is stored", async () => {
  const uploads = open("");
  upload.mockResolvedValueOnce(image());
  await uploads.add(images(fileOf("a.png")));
  await isInserted();
  uploads.describe(idOf(uploads), { alt: "A cat" });
  window.dispatchEvent(new Event("pagehide"));
  expect(field.value).toBe(`![A cat](${PATH})\n\n`);
});

describe("a Markdown text with images", () => {
  const markdown = "# A\n\n![B](img/a.png)\n\n![](b.png)\n\n![C](c.png)";

  test("into the empty field — its paths are replaced, what it says stays, the rest is asked for and named", async () => {
    const uploads = open("");
    upload.mockResolvedValueOnce(image()).mockResolvedValueOnce(image(600));
    const text = new File([`\ufeff${markdown.replaceAll("\n", "\r\n")}`], "a.md");
    await uploads.add(images(fileOf("b.png"), text, fileOf("a.png"), fileOf("d.png")));
    expect(texts).toHaveLength(1);
    await isInserted();
    expect(field.value).toMatch(
      /^# A\n\n!\[B\]\(\/images\/\w+-\d+\.webp\)\n\n!\[\]\(\/images\/\w+-\d+\.webp\)\n\n!\[C\]\(c\.png\)$/,
    );
    expect(all(uploads).map(({ isDescribed, name }) => [name, isDescribed])).toEqual([
      ["a.png", true],
      ["b.png", false],
    ]);
    expect(uploads.getSnapshot().notes.map(({ text: note }) => note)).toEqual([
      "Images of the text that are not among the files: c.png.",
      "Images that the text does not use, not inserted: d.png.",
    ]);
  });

  test("into a text — at the caret, and nothing is offered for the fields", async () => {
    const uploads = open("Before. After.");
    await uploads.add({ files: [new File(["Between."], "a.md")], folders: [] }, 7);
    expect(field.value).toBe("Before.\n\nBetween.\n\n After.");
    expect(texts).toEqual([]);
  });

  test("too long, or two — named, nothing is lost", async () => {
    const uploads = open("Before.");
    const long = new File(["x".repeat(250_001)], "long.md");
    await uploads.add({ files: [long, new File(["Text."], "b.md")], folders: [] });
    expect(field.value).toBe("Before.");
    expect(uploads.getSnapshot().notes.map(({ text }) => text)).toEqual([
      "b.md: One text can be inserted at a time.",
      "long.md: It is longer than a text may be, 250,000 characters.",
    ]);
  });
});

test("what is too large or no image — named, and not inserted", async () => {
  const uploads = open("");
  await uploads.add(
    images(new File(["x".repeat(1_048_577)], "large.png", { type: "image/png" }), fileOf("a.txt", "text/plain")),
  );
  expect(field.value).toBe("");
  const [large, other] = uploads.getSnapshot().notes;
  expect(large?.text).toBe("large.png: It is larger than 1 MiB.");
  expect(other?.text).toMatch(/^a\.txt: It is not an image/);
  uploads.dismissNote(large?.id ?? 0);
  expect(uploads.getSnapshot().notes).toEqual([other]);
});

test("a folder — the text with the images in its folders; hidden and other files are ignored", async () => {
  const entry = (name: string, more: object) => ({ name, fullPath: `/site/${name}`, isDirectory: false, ...more });
  const fileEntry = (path: string, file: File) =>
    entry(path.split("/").at(-1) ?? "", {
      fullPath: `/site/${path}`,
      file: (done: (file: File) => void) => done(file),
    });
  const folder = (name: string, entries: object[]) =>
    entry(name, {
      isDirectory: true,
      createReader() {
        const portions = [entries, []];
        return { readEntries: (done: (some: object[]) => void) => done(portions.shift() ?? []) };
      },
    }) as unknown as FileSystemDirectoryEntry;
  const uploads = open("");
  upload.mockResolvedValue(image());
  const site = folder("site", [
    fileEntry("post.md", new File(["![A](img/cat.png)"], "post.md")),
    fileEntry(".DS_Store", new File(["x"], ".DS_Store")),
    fileEntry("style.css", new File(["x"], "style.css", { type: "text/css" })),
    folder("img", [fileEntry("img/cat.png", fileOf("cat.png"))]) as unknown as object,
  ]);
  await uploads.add({ files: [], folders: [site] });
  await isInserted();
  expect(field.value).toBe(`![A](${PATH})`);
  expect(uploads.getSnapshot().notes).toEqual([]);
});
