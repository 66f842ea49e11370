import type { Page } from "playwright-core";
import { withBrowser } from "#support/browser";
import { gzipped, scriptsIn } from "#support/empty-page";
import { longTest, sample } from "#support/long";
import { axeViolations } from "#support/page-issues";
import { seedPosts } from "#support/seed";
import { sendRequest } from "#support/send-request";
import { withServer } from "#support/server";
import { listed } from "#support/writing";

const HREF = "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=1m30s";
const PLAYER = "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1&start=90";
const ON_PEERTUBE = "https://tube.example/w/kkGMgK9ZtnKfYAgnEtQxbv";
const PEERTUBE_PLAYER = "https://tube.example/videos/embed/kkGMgK9ZtnKfYAgnEtQxbv?autoplay=1&p2p=0";

/** How large the script of videos may be, compressed. */
const SCRIPT_MAX = 1_024;

const API_KEY = "a-key-that-is-long-enough-for-tests";
/** Visitors are readers. */
const server = withServer({ PEERTUBE_HOSTS: "tube.example", POSTING: "members", API_KEY });
const { visit } = withBrowser();
let [path, other] = ["", ""];
beforeAll(async () => {
  const content = `A talk about folding.\n\n[How to fold](${HREF})\n\nThe same elsewhere:\n\n${ON_PEERTUBE}\n\nThe end.`;
  const ids = await seedPosts(
    server.url,
    [
      { title: "With videos", content },
      { title: "Without", content: `See ${HREF} there.` },
    ],
    { authorization: `Bearer ${API_KEY}` },
  );
  [path, other] = [`/blog/${ids[0]}/with-videos`, `/blog/${ids[1]}/without`];
});

const play = (page: Page, source = "YouTube") => page.getByRole("button", { name: `Play the video from ${source}` });

/** A page whose requests to other hosts are answered here, and recorded with their `Referer`. */
async function watched(options = {}): Promise<{ page: Page; elsewhere: string[][]; faults: string[] }> {
  const { faults, page } = await visit("about:blank", options);
  const elsewhere: string[][] = [];
  await page.context().route(
    (url) => url.protocol === "https:",
    async (route) => {
      elsewhere.push([route.request().url(), (await route.request().allHeaders()).referer ?? ""]);
      await route.fulfill({ contentType: "text/html", body: "<title>Player</title><button>Pause</button>" });
    },
  );
  return { faults, page, elsewhere };
}

const attributesOf = (page: Page) =>
  page
    .locator("iframe")
    .evaluate((frame) => Object.fromEntries(Array.from(frame.attributes, ({ name, value }) => [name, value])));

test("a click — loads the player, and nothing before", async () => {
  const { elsewhere, faults, page } = await watched();
  await page.goto(server.url + path, { waitUntil: "networkidle" });
  await play(page).hover();
  expect(elsewhere).toEqual([]);
  expect(await page.locator("iframe").count()).toBe(0);
  const before = await page.locator(".video").first().boundingBox();
  await play(page).click();
  await page.frameLocator("iframe").getByText("Pause").waitFor();
  expect(elsewhere).toEqual([[PLAYER, `${server.url}/`]]);
  expect(await attributesOf(page)).toEqual({
    src: PLAYER,
    title: "How to fold",
    allow: "autoplay; encrypted-media; fullscreen; picture-in-picture",
    sandbox:
      "allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-presentation",
    referrerpolicy: "strict-origin-when-cross-origin",
  });
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("IFRAME");
  expect(await page.locator(".video").first().boundingBox()).toEqual(before);
  await play(page, "tube.example").waitFor();
  expect(faults).toEqual([]);
});

test.each(sample(["Enter"], ["Space"]))(
  "%s — loads the player of a PeerTube host in the settings, with the focus",
  async (key) => {
    const { elsewhere, page } = await watched();
    await page.goto(server.url + path, { waitUntil: "networkidle" });
    await play(page, "tube.example").focus();
    const top = await page.evaluate(() => scrollY);
    await page.keyboard.press(key);
    await page.frameLocator("iframe").getByText("Pause").waitFor();
    expect(elsewhere).toEqual([[PEERTUBE_PLAYER, `${server.url}/`]]);
    expect(await page.evaluate(() => [document.activeElement?.tagName, scrollY])).toEqual(["IFRAME", top]);
  },
);

longTest("a click with Ctrl — opens the video's page in a tab of its own", async () => {
  const { elsewhere, page } = await watched();
  await page.goto(server.url + path, { waitUntil: "networkidle" });
  const [tab] = await Promise.all([
    page.context().waitForEvent("page"),
    play(page).click({ modifiers: ["ControlOrMeta"] }),
  ]);
  await tab.waitForURL(HREF);
  expect(elsewhere.map(([url]) => url)).toEqual([HREF]);
  expect(await page.locator("iframe").count()).toBe(0);
});

longTest("reached by a link from a page without videos — plays", async () => {
  const { elsewhere, faults, page } = await watched();
  await page.goto(`${server.url}/blog`);
  await listed(page, "With videos").getByRole("link").first().click();
  await play(page).click();
  await page.frameLocator("iframe").getByText("Pause").waitFor();
  expect(elsewhere.map(([url]) => url)).toEqual([PLAYER]);
  expect(faults).toEqual([]);
});

test("frames of other hosts — blocked by the policy", async () => {
  const { elsewhere, page } = await watched();
  await page.goto(server.url + path);
  for (const url of ["https://www.youtube.com/embed/dQw4w9WgXcQ", "https://evil.example/", server.url]) {
    const blocked = await page.evaluate((src) => {
      const { promise, resolve } = Promise.withResolvers<string>();
      document.addEventListener("securitypolicyviolation", (event) => resolve(event.effectiveDirective), {
        once: true,
      });
      const frame = document.createElement("iframe");
      frame.src = src;
      document.body.append(frame);
      return promise;
    }, url);
    expect(blocked).toBe("frame-src");
  }
  expect(elsewhere).toEqual([]);
});

test("without JavaScript — a link to the video, of the same size", async () => {
  const { page } = await visit(server.url + path, { javaScriptEnabled: false });
  const link = page.getByRole("link", { name: "Play the video from YouTube How to fold" });
  expect(await link.getAttribute("href")).toBe(HREF);
  const { width = 0, height = 1 } = (await link.boundingBox()) ?? {};
  expect(width / height).toBeCloseTo(16 / 9, 1);
});

test("scripts — one small script more on a page with videos, none on others", async () => {
  const { page } = await watched();
  const loaded: string[] = [];
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.endsWith(".js")) loaded.push(pathname);
  });
  await page.goto(server.url + other, { waitUntil: "networkidle" });
  const usual = scriptsIn((await sendRequest(server.url + other)).text).sort();
  expect(loaded.sort()).toEqual(usual);
  loaded.length = 0;
  await page.goto(server.url + path, { waitUntil: "networkidle" });
  const more = loaded.filter((script) => !usual.includes(script));
  expect(more).toHaveLength(1);
  expect(gzipped((await sendRequest(server.url + more[0])).text)).toBeLessThan(SCRIPT_MAX);
});

test("axe — no violations, before and after a click", async () => {
  const { page } = await watched();
  await page.goto(server.url + path, { waitUntil: "networkidle" });
  expect(await axeViolations(page)).toEqual([]);
  await play(page).click();
  await page.frameLocator("iframe").getByText("Pause").waitFor();
  expect(await axeViolations(page)).toEqual([]);
});

longTest("print — the text of the link and its URL", async () => {
  const { page } = await watched();
  await page.goto(server.url + path, { waitUntil: "networkidle" });
  await page.emulateMedia({ media: "print" });
  const link = page.locator(".video a").first();
  expect(await link.getByText("Play the video").isVisible()).toBe(false);
  expect(await link.getByText("How to fold").isVisible()).toBe(true);
  expect(await link.evaluate((a) => getComputedStyle(a, "::after").content)).toContain(HREF);
  const { height = 0 } = (await link.boundingBox()) ?? {};
  expect(height).toBeLessThan(80);
});

test("/feed.xml, /feed.json, the Markdown — links, without a player", async () => {
  const id = path.split("/")[2];
  for (const at of ["/feed.xml", "/atom.xml", "/feed.json", `/blog/${id}.md`]) {
    const { text } = await sendRequest(server.url + at);
    expect(text).toContain("dQw4w9WgXcQ");
    expect(text).not.toContain("youtube-nocookie");
  }
});
