import type { Page } from "playwright-core";
import { withBrowser } from "#support/browser";
import { picture } from "#support/image-files";
import { longTest } from "#support/long";
import { withSharedServer } from "#support/server";
import { asBrowserCookie, PASSWORD, signUpAt } from "#support/signed-in";
import { openPanel, press, submit, textOn, titled, write } from "#support/writing";

const server = withSharedServer({ POSTING: "members" });
const at = (path: string) => server.url + path;
const { visit } = withBrowser();

let owner: { cookie: string };
beforeAll(async () => {
  owner = (await signUpAt(server.url, "Olga")).headers;
});

type File = { name: string; mimeType: string; buffer: Buffer };

/** A PNG that no other width gives. */
const png = async (name: string, width = 64): Promise<File> => ({
  name,
  mimeType: "image/png",
  buffer: await picture(width, 48).png().toBuffer(),
});
const text = (name: string, content: string): File => ({ name, mimeType: "", buffer: Buffer.from(content) });

async function edit(path = "/blog/create", options = {}) {
  const { faults, page } = await visit("about:blank", options);
  await page.context().addCookies([asBrowserCookie(server.url, owner)]);
  await page.goto(at(path));
  return { faults, page };
}

const content = (page: Page) => page.getByLabel("Content");
const value = (page: Page) => content(page).inputValue();
const panel = (page: Page) => page.getByRole("region", { name: "Images" });
const alt = (page: Page) => panel(page).getByLabel("What does it show?");
const state = (page: Page, words: string | RegExp) => panel(page).getByRole("listitem").getByText(words).first();
const isInserted = (page: Page) =>
  page.waitForFunction(() => !document.querySelector<HTMLTextAreaElement>("[name=content]")?.value.includes("upload:"));
const isStored = (page: Page) => page.getByRole("status").getByText("Saved", { exact: true }).waitFor();

/** Dispatches an event with files, as a browser does where something is dropped or pasted. */
const bring = (page: Page, type: "drop" | "paste", files: File[]) =>
  content(page).evaluate(
    (field, { files, type }) => {
      const data = new DataTransfer();
      for (const { base64, mimeType, name } of files) {
        const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
        data.items.add(new window.File([bytes], name, { type: mimeType }));
      }
      const options = { bubbles: true, cancelable: true };
      field.dispatchEvent(
        type === "drop"
          ? new DragEvent("drop", { ...options, dataTransfer: data })
          : new ClipboardEvent("paste", { ...options, clipboardData: data }),
      );
    },
    { type, files: files.map(({ buffer, ...file }) => ({ ...file, base64: buffer.toString("base64") })) },
  );

async function choose(page: Page, ...files: File[]): Promise<void> {
  const opened = page.waitForEvent("filechooser");
  await page.getByRole("toolbar").getByRole("button", { name: "Image" }).click();
  await (await opened).setFiles(files);
}

/** Holds uploads back until they are let go. @returns the function that does, and how many have arrived */
async function holdUploads(page: Page) {
  let release: () => void = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const arrived = { count: 0 };
  await page.route("**/api/images", async (route) => {
    arrived.count++;
    await held;
    await route.continue().catch(() => {});
  });
  return { release, arrived };
}

test("pasted from the clipboard — on the published page in place, with alt, size, srcset and caption", async () => {
  const { faults, page } = await edit();
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const { buffer } = await png("", 1_000);
  await write(page, { title: "With a picture", content: "Before." });
  await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    await navigator.clipboard.write([new ClipboardItem({ "image/png": new Blob([bytes], { type: "image/png" }) })]);
  }, buffer.toString("base64"));
  await content(page).press("Control+End");
  await page.keyboard.press("Control+V");
  await alt(page).fill('Four "colours" & [more]');
  await panel(page).getByLabel("Caption").fill("Painted by Olga");
  await isInserted(page);
  await panel(page).getByRole("button", { name: "Done" }).click();
  expect(await panel(page).getByRole("listitem").count()).toBe(0);
  await page.keyboard.type("After.");
  expect(await value(page)).toMatch(
    /^Before\.\n\n!\[Four "colours" & \\\[more\\\]\]\(\/images\/[\da-f]{64}-1000\.webp "Painted by Olga"\)\n\nAfter\.$/,
  );
  await submit(page);
  await titled(page, "With a picture");
  const html = await textOn(page);
  expect(html).toMatch(
    /^<p>Before\.<\/p>\n<figure><img [^>]*><figcaption>Painted by Olga<\/figcaption>\n<\/figure>\n<p>After\.<\/p>/,
  );
  const img = page.locator(".prose img");
  expect(await img.getAttribute("alt")).toBe('Four "colours" & [more]');
  expect(await img.getAttribute("width")).toBe("1000");
  expect(await img.getAttribute("height")).toBe("48");
  expect(await img.getAttribute("srcset")).toMatch(/-480\.webp 480w, .*-960\.webp 960w, .*-1000\.webp 1000w$/);
  await page.waitForFunction(() => document.querySelector<HTMLImageElement>(".prose img")?.naturalWidth);
  expect(faults).toEqual([]);
});

test("typing while images are uploaded — caret, words and view stay; each insertion and each completion is one undo step", async () => {
  const { page } = await edit();
  const { release } = await holdUploads(page);
  await content(page).fill(`First.\n\nLast.${"\n\nA paragraph.".repeat(60)}`);
  await content(page).evaluate((field: HTMLTextAreaElement) => field.setSelectionRange(6, 6));
  await bring(page, "paste", [await png("a.png", 70), await png("b.png", 71)]);
  await state(page, /Uploading|Processing/).waitFor();
  const waiting = await value(page);
  expect(waiting).toMatch(
    /^First\.\n\n!\[Uploading a\.png…\]\(upload:\w+\)\n\n!\[Uploading b\.png…\]\(upload:\w+\)\n\nLast\./,
  );
  await content(page).press("Control+End");
  await page.keyboard.type(" One");
  const scrolled = await page.evaluate(() => Math.round(scrollY + innerHeight - document.documentElement.scrollHeight));
  release();
  await isInserted(page);
  await page.keyboard.type(" two");
  const after = await value(page);
  expect(after).toMatch(/ One two$/);
  expect(await page.evaluate(() => Math.round(scrollY + innerHeight - document.documentElement.scrollHeight))).toBe(
    scrolled,
  );
  const undo = async () => {
    await page.keyboard.press("Control+z");
    return value(page);
  };
  /** The browser decides how many steps a word is. */
  const undoWord = async (word: string, expected: string) => {
    for (let step = 0; step < word.length && (await undo()) !== expected; step++);
    expect(await value(page)).toBe(expected);
  };
  await undoWord(" two", after.replace(/ two$/, ""));
  expect((await undo()).match(/upload:/g)).toHaveLength(1);
  expect(await undo()).toBe(`${waiting} One`);
  await undoWord(" One", waiting);
  expect(await undo()).toMatch(/^First\.\n\nLast\./);
  for (let step = 0; step < 20 && (await value(page)) !== after; step++) await page.keyboard.press("Control+Shift+Z");
  expect(await value(page)).toBe(after);
});

test("an input method composes meanwhile — the image is inserted once the word is there", async () => {
  const { page } = await edit();
  const { release } = await holdUploads(page);
  await content(page).fill("Before.");
  await bring(page, "paste", [await png("a.png", 72)]);
  await state(page, /Uploading|Processing/).waitFor();
  const devTools = await page.context().newCDPSession(page);
  await devTools.send("Input.imeSetComposition", { text: "に", selectionStart: 1, selectionEnd: 1 });
  const uploaded = page.waitForResponse("**/api/images");
  release();
  await uploaded;
  await state(page, "Uploaded").waitFor();
  await devTools.send("Input.imeSetComposition", { text: "にほ", selectionStart: 2, selectionEnd: 2 });
  expect(await value(page)).toMatch(/upload:\w+\)\n\nにほ$/);
  await devTools.send("Input.insertText", { text: "日本" });
  await isInserted(page);
  expect(await value(page)).toMatch(/\.webp\)\n\n日本$/);
});

longTest(
  "several dropped, with others — in order; what is no image is named; one after the other is described",
  async () => {
    const { page } = await edit();
    await bring(page, "drop", [
      await png("a.png", 80),
      text("notes.txt", "No image."),
      { ...(await png("b.png", 81)), name: "b.heic", mimeType: "image/heic" },
      await png("c.png", 82),
    ]);
    await panel(page).getByText("notes.txt: It is not an image of an accepted type").waitFor();
    await panel(page).getByText("b.heic: HEIC is not accepted: export it as JPEG.").waitFor();
    await alt(page).fill("The first");
    await alt(page).press("Enter");
    await panel(page)
      .getByLabel(/^Decorative/)
      .check();
    await panel(page).getByRole("button", { name: "Done" }).click();
    await isInserted(page);
    expect(await value(page)).toMatch(
      /^!\[The first\]\(\/images\/\w+-80\.webp\)\n\n!\[\]\(\/images\/\w+-82\.webp\)\n\n$/,
    );
    expect(await content(page).evaluate((field) => field === document.activeElement)).toBe(true);
    for (const left of [1, 0]) {
      await panel(page).getByRole("button", { name: "Dismiss" }).first().click();
      expect(await panel(page).getByRole("listitem").count()).toBe(left);
    }
  },
);

longTest("no alternative text — asked for; “Later” leaves it", async () => {
  const { page } = await edit();
  await choose(page, await png("a.png", 83));
  await isInserted(page);
  await panel(page).getByRole("button", { name: "Done" }).click();
  await panel(page).getByText("Say what it shows, or mark it as decorative").waitFor();
  await panel(page).getByRole("button", { name: "Later" }).click();
  expect(await value(page)).toMatch(/^!\[\]\(\/images\/\w+-83\.webp\)\n\n$/);
});

test("the server is away, the page is reloaded — the image waits on the device, and is uploaded later with its description", async () => {
  const { page } = await edit();
  await page.route("**/api/images", (route) => route.abort("internetdisconnected"));
  await write(page, { title: "On a train", content: "" });
  await choose(page, await png("a.png", 90));
  await alt(page).fill("A tunnel");
  await state(page, "The server cannot be reached").waitFor();
  await isStored(page);
  await page.reload();
  await state(page, "The server cannot be reached").waitFor();
  expect(await alt(page).inputValue()).toBe("A tunnel");
  expect(await value(page)).toMatch(/^!\[Uploading a\.png…\]/);
  await page.unroute("**/api/images");
  await panel(page).getByRole("button", { name: "Try again" }).click();
  await isInserted(page);
  expect(await value(page)).toMatch(/^!\[A tunnel\]\(\/images\/\w+-90\.webp\)/);
});

longTest("offline — says so, and uploads once there is a connection", async () => {
  const { page } = await edit();
  await page.context().setOffline(true);
  await choose(page, await png("a.png", 91));
  await state(page, "Offline. It is uploaded when there is a connection.").waitFor();
  await page.context().setOffline(false);
  await isInserted(page);
  expect(await value(page)).toMatch(/-91\.webp/);
});

longTest("refused by the server — the reason beside its name; the file is there for another try", async () => {
  const { page } = await edit();
  const problem = { status: 413, title: "The image is larger than 20 MiB" };
  await page.route("**/api/images", (route) =>
    route.fulfill({ status: 413, contentType: "application/problem+json", json: problem }),
  );
  await choose(page, await png("large.png", 92));
  await state(page, "Not uploaded. The image is larger than 20 MiB.").waitFor();
  await page.unroute("**/api/images");
  await panel(page).getByRole("button", { name: "Try again" }).click();
  await isInserted(page);
  expect(await value(page)).toMatch(/-92\.webp/);
});

test("no image in spite of its name — 415 with the reason, removed with its line; undo brings it back", async () => {
  const { page } = await edit();
  await content(page).fill("Before.");
  await choose(page, { name: "fake.png", mimeType: "image/png", buffer: Buffer.from("%PDF-1.7") });
  await state(page, /Not uploaded\. .*a PDF document/).waitFor();
  await panel(page).getByRole("button", { name: "Remove fake.png" }).click();
  expect((await value(page)).trim()).toBe("Before.");
  expect(await panel(page).getByRole("listitem").count()).toBe(0);
  await content(page).press("Control+z");
  await state(page, /Not uploaded\. .*a PDF document/).waitFor();
});

longTest("removed while it is uploaded — the upload is aborted; undo uploads it", async () => {
  const { page } = await edit();
  const { release, arrived } = await holdUploads(page);
  const aborted = page.waitForEvent("requestfailed", (request) => request.url().endsWith("/api/images"));
  await choose(page, await png("a.png", 93));
  await state(page, /Uploading|Processing/).waitFor();
  await content(page).press("Control+z");
  await aborted;
  expect(await value(page)).toBe("");
  await content(page).press("Control+Shift+Z");
  release();
  await isInserted(page);
  expect(arrived.count).toBe(2);
});

describe("published while a placeholder is in the text", () => {
  longTest("being uploaded — waits for it", async () => {
    const { page } = await edit();
    const { release, arrived } = await holdUploads(page);
    await write(page, { title: "Patient", content: "" });
    await choose(page, await png("a.png", 94));
    await submit(page);
    await page.waitForFunction(() => document.querySelector("[aria-disabled=true]"));
    while (arrived.count === 0) await page.waitForTimeout(10);
    release();
    await titled(page, "Patient");
    expect(await page.locator(".prose img").getAttribute("src")).toMatch(/-94\.webp$/);
  });

  test("not uploaded — an error that names it; a draft is saved, and the image goes on with it", async () => {
    const { page } = await edit();
    await page.route("**/api/images", (route) => route.abort());
    await write(page, { title: "Impatient", content: "Text." });
    await content(page).press("Control+End");
    await choose(page, await png("my [cat].png", 95));
    await state(page, "The server cannot be reached").waitFor();
    await submit(page);
    await page
      .getByText("The image “my [cat].png” is not uploaded yet: wait for it, or remove it from the text")
      .waitFor();
    await page.keyboard.press("Escape");
    await press(page, "Save draft");
    await page.waitForURL("**/edit");
    await page.unroute("**/api/images");
    await page.reload();
    await isInserted(page);
    await submit(page);
    await titled(page, "Impatient");
  });

  longTest("undo has brought the placeholder back — the image is published", async () => {
    const { page } = await edit();
    await write(page, { title: "Undone", content: "" });
    await choose(page, await png("a.png", 96));
    await isInserted(page);
    await content(page).press("Control+z");
    await state(page, "Uploaded. The text has its placeholder again.").waitFor();
    await submit(page);
    await titled(page, "Undone");
    expect(await page.locator(".prose img").getAttribute("src")).toMatch(/-96\.webp$/);
  });
});

longTest("the session has ended — signs in again in the page, then uploads", async () => {
  const { page } = await edit();
  await page.context().clearCookies();
  await choose(page, await png("a.png", 97));
  await state(page, "Not uploaded: your session has ended.").waitFor();
  await panel(page).getByRole("button", { name: "Sign in again" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Email address").fill("olga@octavo.test");
  await dialog.getByLabel("Password").fill(PASSWORD);
  await dialog.getByRole("button", { name: "Sign in and save" }).click();
  await isInserted(page);
  expect(await dialog.count()).toBe(0);
});

test("a Markdown text dropped with its images — its paths lead to them; what is missing is named", async () => {
  const { page } = await edit();
  const markdown = [
    "---\ntitle: From a folder\n---",
    '![A cat](images/cat.png "Asleep")',
    "![](./images/dog%201.png)",
    "![Gone](images/gone.png) and ![elsewhere](https://example.org/a.png)",
    "`![In code](images/cat.png)`",
  ].join("\n\n");
  const files = [
    text("post.md", markdown),
    await png("cat.png", 98),
    await png("dog 1.png", 99),
    await png("extra.png", 100),
  ];
  await bring(page, "drop", files);
  await panel(page).getByText("Images of the text that are not among the files: images/gone.png.").waitFor();
  await panel(page).getByText("Images that the text does not use, not inserted: extra.png.").waitFor();
  await page.getByRole("region", { name: "Front matter" }).getByRole("button", { name: "Use them" }).click();
  await alt(page).fill("A dog");
  await alt(page).press("Enter");
  await isInserted(page);
  const [, cat, dog, gone, code] = (await value(page)).split("\n\n");
  expect(cat).toMatch(/^!\[A cat\]\(\/images\/\w{64}-98\.webp "Asleep"\)$/);
  expect(dog).toMatch(/^!\[A dog\]\(\/images\/\w{64}-99\.webp\)$/);
  expect([gone, code]).toEqual(markdown.split("\n\n").slice(3));
  await openPanel(page);
  expect(await page.getByLabel("Title").inputValue()).toBe("From a folder");
});

longTest(
  "text beside a picture of it, as office programs copy it — the text is pasted, nothing is uploaded",
  async () => {
    const { page } = await edit();
    const { arrived } = await holdUploads(page);
    await content(page).evaluate((field) => {
      const data = new DataTransfer();
      data.setData("text/plain", "1,2");
      data.setData("text/html", "<b>1</b>,2");
      data.items.add(new window.File(["x"], "image.png", { type: "image/png" }));
      field.dispatchEvent(new ClipboardEvent("paste", { bubbles: true, cancelable: true, clipboardData: data }));
    });
    await page.waitForFunction(() => document.querySelector<HTMLTextAreaElement>("[name=content]")?.value !== "");
    expect(await value(page)).toBe("**1**,2");
    expect(arrived.count).toBe(0);
  },
);

test("without JavaScript — a form uploads the image, and its Markdown is on the published page with alt, size and srcset", async () => {
  const { page } = await edit("/blog/create", { javaScriptEnabled: false });
  const [library] = await Promise.all([
    page.context().waitForEvent("page"),
    page.getByRole("main").getByRole("link", { name: "Images", exact: true }).click(),
  ]);
  await library.getByLabel("New image").setInputFiles([await png("a.png", 1_100)]);
  await press(library, "Upload");
  await library.getByText(/^The image is uploaded\./).waitFor();
  const markdown = await library.getByRole("region", { name: "Uploaded" }).getByLabel("Markdown").inputValue();
  await write(page, { title: "By a form", content: `Before.\n\n${markdown.replace("![]", "![Colours]")}` });
  await openPanel(page);
  await press(page, "Publish");
  await titled(page, "By a form");
  expect(await textOn(page)).toMatch(
    /<img src="\/images\/\w+-1100\.webp" srcset="[^"]*480w[^"]*960w[^"]*1100w" sizes="[^"]*" width="1100" height="48" alt="Colours"/,
  );
});
