import type { Page } from "playwright-core";
import { withBrowser } from "#support/browser";
import { longTest, sample } from "#support/long";
import { numberedPosts, seedPosts } from "#support/seed";
import { withSharedServer } from "#support/server";
import { listed } from "#support/writing";

const server = withSharedServer();
beforeAll(async () => {
  await seedPosts(server.url, numberedPosts(30));
});
const { visit } = withBrowser();

/** Records every layout shift, also those after user input. */
async function watchShifts(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(() => {
    const shifts: PerformanceEntry[] = [];
    new PerformanceObserver((list) => shifts.push(...list.getEntries())).observe({
      type: "layout-shift",
      buffered: true,
    });
    Object.assign(window, { shifts });
  });
  return () =>
    page.evaluate(async () => {
      // Two frames later the change has been painted and recorded.
      for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
      const { shifts } = window as unknown as { shifts: { value: number }[] };
      return shifts.reduce((sum, { value }) => sum + value, 0);
    });
}

/** Delays requests of a browser until they are released. */
async function hold(page: Page, address: string): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  await page.route(address, async (route) => {
    await promise;
    await route.continue();
  });
  return resolve;
}

describe.each(sample([375], [1280]))("%i px wide", (width) => {
  test.each(sample(["/blog", "/blog/1/item-1"], ["/", "/blog-static", "/about", "/login", "/docs"]))(
    "%s — late script and font — no layout shift",
    async (path) => {
      const { page } = await visit("about:blank", { viewport: { width, height: 800 } });
      const shifted = await watchShifts(page);
      const releaseFace = await hold(page, "**/*.woff2");
      const releaseScript = await hold(page, "**/_next/static/chunks/**");
      await page.goto(server.url + path, { waitUntil: "commit" });
      await page.getByRole("heading", { level: 1 }).waitFor();
      expect(await shifted()).toBe(0);
      releaseFace();
      await page.evaluate(() => document.fonts.ready.then(() => {}));
      expect(await shifted()).toBe(0);
      releaseScript();
      await page.getByRole("banner").getByRole("link").last().waitFor();
      expect(await shifted()).toBe(0);
    },
  );

  longTest("/blog — late search response — no layout shift", async () => {
    const { page } = await visit("about:blank", { viewport: { width, height: 800 } });
    const shifted = await watchShifts(page);
    await page.goto(`${server.url}/blog`);
    const box = page.getByLabel("Search posts");
    await box.pressSequentially("item 2");
    await listed(page, "Item 1").waitFor({ state: "detached" });
    for (const typed of ["9", "x"]) {
      const release = await hold(page, "**/api/posts?*");
      await Promise.all([page.waitForRequest("**/api/posts?*"), box.pressSequentially(typed)]);
      release();
      await page.unroute("**/api/posts?*");
      await (typed === "x" ? page.getByText("No post has these words.") : page.getByText("1 post found")).waitFor();
    }
    await box.fill("");
    await listed(page, "Item 1").waitFor();
    expect(await shifted()).toBe(0);
  });
});
