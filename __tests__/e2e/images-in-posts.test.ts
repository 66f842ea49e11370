import type { Page } from "playwright-core";
import type { Image } from "#lib/shared/images";
import { withBrowser } from "#support/browser";
import { scriptsIn } from "#support/empty-page";
import { picture } from "#support/image-files";
import { seedPosts } from "#support/seed";
import { sendRequest } from "#support/send-request";
import { withServer } from "#support/server";

const API_KEY = "a-key-of-the-operator";
const IMAGES = 10;

/** Visitors are readers. */
const server = withServer({ API_KEY, POSTING: "members" });
const { visit } = withBrowser();
const headers = { authorization: `Bearer ${API_KEY}` };
let [path, bare] = ["", ""];
beforeAll(async () => {
  const images: Image[] = [];
  for (let number = 0; number <= IMAGES; number++) {
    // Wide ones and high ones, of one to four files.
    const [width, height] = number % 2 === 0 ? [400 + 190 * number, 300 + 40 * number] : [300 + 60 * number, 700];
    const body = new Uint8Array(await picture(width, height).png().toBuffer());
    const request = { method: "POST", headers: { ...headers, "content-type": "image/png" }, body };
    images.push((await (await fetch(`${server.url}/api/images`, request)).json()) as Image);
  }
  const [cover, ...others] = images;
  const content = others
    .map(({ url }, number) => `![Image ${number}](${url}${number % 3 === 0 ? ' "A caption"' : ""})\n\nWords between.`)
    .join("\n\n");
  const [one, two] = await seedPosts(
    server.url,
    [
      { title: "Ten images", content, cover: { image: cover?.id ?? "", alt: "The cover" } },
      { title: "No images", content: "Words." },
    ],
    headers,
  );
  [path, bare] = [`/blog/${one}/ten-images`, `/blog/${two}/no-images`];
});

/** Delays the files of images until they are released. */
async function holdImages(page: Page): Promise<{ release: () => void; requested: string[] }> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const requested: string[] = [];
  await page.route("**/images/*.webp", async (route) => {
    requested.push(new URL(route.request().url()).pathname);
    await promise;
    await route.continue();
  });
  return { release: resolve, requested };
}

/** Records every layout shift. @returns their sum, once what has changed is painted */
async function watchShifts(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(() => {
    const shifts: PerformanceEntry[] = [];
    const observer = new PerformanceObserver((list) => shifts.push(...list.getEntries()));
    observer.observe({ type: "layout-shift", buffered: true });
    Object.assign(window, { shifts });
  });
  return () =>
    page.evaluate(async () => {
      for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
      const { shifts } = window as unknown as { shifts: { value: number }[] };
      return shifts.reduce((sum, { value }) => sum + value, 0);
    });
}

describe.each([375, 1280])("a post with a cover and ten images, %i px wide", (width) => {
  test("late images — nothing moves when they load, at the top and while the reader scrolls", async () => {
    const { page } = await visit("about:blank", { viewport: { width, height: 800 } });
    const shifted = await watchShifts(page);
    const { release } = await holdImages(page);
    await page.goto(server.url + path, { waitUntil: "commit" });
    await page.getByAltText("The cover").waitFor();
    expect(await shifted()).toBe(0);
    release();
    for (const image of await page.getByRole("article").getByRole("img").all()) {
      await image.scrollIntoViewIfNeeded();
      await image.evaluate((element: HTMLImageElement) => element.decode());
    }
    expect(await shifted()).toBe(0);
    expect(await page.getByRole("article").getByRole("img").count()).toBe(IMAGES + 1);
  });

  test("the cover first and at once, the first image of the text at once, others when they come near; each file fits", async () => {
    const { page } = await visit("about:blank", { viewport: { width, height: 800 } });
    await page.goto(server.url + path, { waitUntil: "networkidle" });
    const images = await page
      .getByRole("article")
      .getByRole("img")
      .evaluateAll((all) =>
        all.map((image) => [
          image.getAttribute("fetchpriority"),
          image.getAttribute("loading"),
          image.getAttribute("decoding"),
        ]),
      );
    expect(images.slice(0, 3)).toEqual([
      ["high", null, "async"],
      [null, null, "async"],
      [null, "lazy", "async"],
    ]);
    const last = page.getByAltText(`Image ${IMAGES - 1}`);
    await last.scrollIntoViewIfNeeded();
    const shown = await last.evaluate(async (image: HTMLImageElement) => {
      await image.decode();
      return { file: Number(/-(\d+)\.webp$/.exec(image.currentSrc)?.[1]), width: image.clientWidth };
    });
    // The smallest file that is as wide as the image is shown.
    const files = [480, 960, 1_600, 2_300];
    expect(shown.file).toBe(files.find((file) => file >= shown.width));
  });
});

test("a post without images — loads no script and no file more than one with them does", async () => {
  const { page } = await visit("about:blank");
  const loaded: string[] = [];
  page.on("request", (request) => loaded.push(new URL(request.url()).pathname));
  await page.goto(server.url + bare, { waitUntil: "networkidle" });
  expect(loaded.filter((name) => name.startsWith("/images/"))).toEqual([]);
  const scripts = async (at: string) => scriptsIn((await sendRequest(server.url + at)).text).sort();
  expect(loaded.filter((name) => name.endsWith(".js")).sort()).toEqual(await scripts(bare));
  expect(await scripts(bare)).toEqual(await scripts(path));
});
