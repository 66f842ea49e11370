import type { BrowserContextOptions, Page } from "playwright-core";
import type { Image } from "#lib/shared/images";
import type { Post } from "#lib/shared/posts";
import { withBrowser } from "#support/browser";
import { picture } from "#support/image-files";
import { longTest, sample } from "#support/long";
import { axeViolations } from "#support/page-issues";
import { seedPosts } from "#support/seed";
import { sendRequest } from "#support/send-request";
import { withSharedServer } from "#support/server";
import { asBrowserCookie, signUpAt } from "#support/signed-in";
import { listed, openPanel, press, submit, titled, write } from "#support/writing";

const server = withSharedServer({ POSTING: "members" });
const at = (path: string) => server.url + path;
const { visit } = withBrowser();

let headers: { cookie: string };
let first: Image;
beforeAll(async () => {
  headers = (await signUpAt(server.url, "Olga")).headers;
  first = await uploaded(1_300, 500);
  await sendRequest(at("/api/site"), { method: "PATCH", headers, body: { listCovers: true } });
});

const png = async (width: number, height: number) => ({
  name: "a page.png",
  mimeType: "image/png",
  buffer: await picture(width, height).png().toBuffer(),
});
async function uploaded(width: number, height: number): Promise<Image> {
  const { buffer } = await png(width, height);
  const request = {
    method: "POST",
    headers: { ...headers, "content-type": "image/png" },
    body: new Uint8Array(buffer),
  };
  return (await (await fetch(at("/api/images"), request)).json()) as Image;
}

async function open(path: string, options: BrowserContextOptions = {}) {
  const { faults, page } = await visit("about:blank", options);
  await page.context().addCookies([asBrowserCookie(server.url, headers)]);
  await page.goto(at(path), { waitUntil: "networkidle" });
  return { faults, page };
}

const cover = (page: Page) => page.getByRole("group", { name: "Cover" });
const altText = (page: Page) => cover(page).getByLabel("Alternative text");
const isShown = (page: Page) =>
  cover(page)
    .locator("img")
    .first()
    .evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth > 0));
const storedCover = async (id: string) =>
  ((await sendRequest(at(`/api/posts/${id}`), { headers })).json() as Post).cover;
const idOf = (page: Page) => /\/blog\/(\d+)\//.exec(page.url())?.[1] ?? "";

describe("the panel of the editor", () => {
  test("a file — uploaded, its alternative text asked for; published with it, and shared", async () => {
    const { faults, page } = await open("/blog/create");
    await write(page, { title: "With a cover", content: "Words." });
    await openPanel(page);
    await page.getByText("Where its link is shared").waitFor();
    await cover(page)
      .getByLabel("Upload an image")
      .setInputFiles(await png(1_200, 640));
    await altText(page).waitFor();
    await page.waitForFunction(() => document.activeElement?.tagName === "TEXTAREA");
    await page.keyboard.type("A page, unfolded");
    expect(await isShown(page)).toBe(true);
    const preview = page.getByRole("region", { name: "Preview" });
    await preview.getByAltText("A page, unfolded").waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await submit(page);
    await titled(page, "With a cover");
    const stored = await storedCover(idOf(page));
    expect(stored).toMatchObject({ alt: "A page, unfolded", width: 1_200, height: 640 });
    expect(await page.getByAltText("A page, unfolded").getAttribute("srcset")).toContain("480w");
    const { text } = await sendRequest(page.url());
    expect(text).toContain(`<meta property="og:image" content="${server.url}${stored?.url}"`);
    expect(text).toContain('<meta property="og:image:alt" content="A page, unfolded"');
    expect(faults).toEqual([]);
  });

  longTest("an image of the library, decorative — chosen, restored from the draft, discarded, removed", async () => {
    const [id = ""] = await seedPosts(server.url, [{ title: "Of the library", content: "Words." }], headers);
    const { page } = await open(`/blog/${id}/edit`);
    await openPanel(page);
    await cover(page).getByText("Choose one of your images").click();
    await cover(page).getByRole("button", { name: "1300 × 500" }).click();
    await cover(page).getByLabel("It is decorative").check();
    expect(await altText(page).isDisabled()).toBe(true);
    expect(await isShown(page)).toBe(true);
    await page.getByRole("status").getByText("Saved", { exact: true }).waitFor({ state: "attached" });

    await page.reload({ waitUntil: "networkidle" });
    await openPanel(page);
    expect(await isShown(page)).toBe(true);
    expect(await cover(page).getByLabel("It is decorative").isChecked()).toBe(true);
    await page.getByRole("button", { name: "Discard" }).click();
    await openPanel(page);
    await cover(page).getByLabel("Upload an image").waitFor();

    await cover(page).getByText("Choose one of your images").click();
    await cover(page).getByRole("button", { name: "1300 × 500" }).click();
    await altText(page).fill("Two lines\nof text");
    await submit(page, "Update");
    await titled(page, "Of the library");
    expect(await storedCover(id)).toMatchObject({ image: first.id, alt: "Two lines of text" });

    await page.goto(at(`/blog/${id}/edit`), { waitUntil: "networkidle" });
    await openPanel(page);
    expect(await altText(page).inputValue()).toBe("Two lines of text");
    await press(page, "Remove the cover");
    await submit(page, "Update");
    await titled(page, "Of the library");
    expect(await storedCover(id)).toBeNull();
  });

  test("a file that is no image, one that the server refuses — the reason; the cover stays", async () => {
    const { page } = await open("/blog/create");
    await openPanel(page);
    const field = cover(page).getByLabel("Upload an image");
    await field.setInputFiles({ name: "a.svg", mimeType: "image/svg+xml", buffer: Buffer.from("<svg/>") });
    await cover(page).getByText("Not uploaded. It is not an image of an accepted type").waitFor();
    await page.route("**/api/images", (route) => route.abort());
    await field.setInputFiles(await png(700, 300));
    await page.getByText("Not uploaded. The server cannot be reached").waitFor();
    expect(await altText(page).count()).toBe(0);
    await page.unroute("**/api/images");
    await cover(page).getByRole("button", { name: "Try again" }).click();
    await altText(page).waitFor();
  });

  test("without JavaScript — the field is Markdown, and works", async () => {
    const { page } = await open("/blog/create", { javaScriptEnabled: false });
    await write(page, { title: "By a form", content: "Words." });
    await openPanel(page);
    await page.getByLabel("Cover").fill(`![A page](${first.url})`);
    await submit(page);
    await titled(page, "By a form");
    expect(await storedCover(idOf(page))).toMatchObject({ image: first.id, alt: "A page" });
  });
});

describe.each(sample([375], [1280]))("lists, %i px wide", (width) => {
  test.each(sample(["/blog"], ["/"]))(
    "%s — covers in their size, with srcset; nothing moves when they load",
    async (path) => {
      const { id } = await uploaded(2_000, 1_000);
      await seedPosts(server.url, [{ title: "Listed", content: "Words.", cover: { image: id, alt: "Seen" } }], headers);
      const { page } = await visit("about:blank", { viewport: { width, height: 800 } });
      const { promise, resolve } = Promise.withResolvers<void>();
      await page.route("**/images/*.webp", async (route) => {
        await promise;
        await route.continue();
      });
      await page.addInitScript(() => {
        const shifts: PerformanceEntry[] = [];
        new PerformanceObserver((list) => shifts.push(...list.getEntries())).observe({
          type: "layout-shift",
          buffered: true,
        });
        Object.assign(window, { shifts });
      });
      await page.goto(at(path), { waitUntil: "domcontentloaded" });
      const image = listed(page, "Listed").first().getByAltText("Seen");
      await image.waitFor();
      resolve();
      const shown = await image.evaluate(async (img: HTMLImageElement) => {
        await img.decode();
        for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
        type Shift = { sources: { node: Node | null }[] };
        const { shifts } = window as unknown as { shifts: Shift[] };
        const moved = shifts.flatMap(({ sources }) => sources.map(({ node }) => node?.textContent ?? node?.nodeName));
        return { src: img.currentSrc, moved };
      });
      // The smallest file is enough for a thumbnail.
      expect(shown).toEqual({ src: at(`/images/${id}-480.webp`), moved: [] });
      expect(await axeViolations(page)).toEqual([]);
    },
  );
});
