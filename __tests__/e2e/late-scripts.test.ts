import type { Page } from "playwright-core";
import { withBrowser } from "#support/browser";
import { sample } from "#support/long";
import { withServer } from "#support/server";

const server = withServer({ SAMPLE_POSTS: "true" });
const { visit } = withBrowser();

const HYDRATION_SCRIPTS = /\/_next\/.*\.js$/;

describe.each(sample(["/blog/1/first-post"], ["/", "/blog", "/docs", "/nowhere"]))("%s", (path) => {
  test("painted before scripts are requested, hydrated afterwards", async () => {
    const { page, faults } = await visit(server.url + path);
    await page.waitForLoadState("networkidle");
    const { painted, requested } = await page.evaluate(() => ({
      painted: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.NaN,
      requested: performance
        .getEntriesByType("resource")
        .filter(({ name }) => /\/_next\/.*\.js$/.test(name))
        .map(({ startTime }) => startTime),
    }));
    expect(requested.length).toBeGreaterThan(4);
    expect(Math.min(...requested)).toBeGreaterThanOrEqual(painted);
    await page.getByRole("radio", { name: "dark" }).check({ force: true });
    await page.locator("html[data-theme=dark]").waitFor();
    expect(faults.filter((fault) => !fault.includes("404"))).toEqual([]);
  });

  test("without JavaScript — no script requested", async () => {
    const { page } = await visit("about:blank", { javaScriptEnabled: false });
    const requested: string[] = [];
    page.on("request", (request) => requested.push(new URL(request.url()).pathname));
    await page.goto(server.url + path, { waitUntil: "networkidle" });
    expect(requested.some((name) => name.endsWith(".css"))).toBe(true);
    expect(requested.filter((name) => name.endsWith(".js"))).toEqual([]);
  });
});

describe("before the page is hydrated", () => {
  /** Opens a page whose hydration waits. @returns it, and a function that lets it go on and resolves when the page is hydrated */
  async function open() {
    const { page, faults } = await visit("about:blank");
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route(HYDRATION_SCRIPTS, async (route) => {
      await released;
      await route.continue();
    });
    await page.goto(`${server.url}/blog`, { waitUntil: "commit" });
    await page.getByRole("heading", { level: 1 }).waitFor();
    const hydrate = async () => {
      release();
      await page.waitForFunction(() => performance.getEntriesByName("Next.js-hydration").length > 0);
    };
    return { page, faults, hydrate };
  }

  const found = (page: Page) => page.getByRole("option", { name: /First Post/ });

  test("search — shows results while typing, and keeps the text", async () => {
    const { page, faults, hydrate } = await open();
    await page.locator(".site-search summary").click();
    const field = page.getByRole("combobox");
    await field.waitFor();
    await page.keyboard.type("first");
    await found(page).waitFor();
    await hydrate();
    expect(await field.inputValue()).toBe("first");
    await field.fill("");
    await found(page).waitFor({ state: "detached" });
    await page.keyboard.press("Escape");
    await page.keyboard.press("Enter");
    await page.locator(".site-search input:focus").waitFor();
    await page.keyboard.type("first");
    await found(page).click();
    await page.getByRole("heading", { level: 1, name: "First Post" }).waitFor();
    expect(faults).toEqual([]);
  });

  test("key / — leads to the search", async () => {
    const { page } = await open();
    await page.keyboard.press("/");
    expect(await page.evaluate(() => document.activeElement?.getAttribute("name"))).toBe("q");
  });

  test("theme — applied, and stays", async () => {
    const { page, faults, hydrate } = await open();
    await page.getByRole("radio", { name: "dark" }).check({ force: true });
    await page.locator("html[data-theme=dark]").waitFor();
    await hydrate();
    expect(await page.getByRole("radio", { name: "dark" }).isChecked()).toBe(true);
    await page.reload();
    expect(await page.locator("html").getAttribute("data-theme")).toBe("dark");
    expect(faults).toEqual([]);
  });

  test("link of the header — leads to its page", async () => {
    const { page } = await open();
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "About" }).click();
    await page.waitForURL(`${server.url}/about`, { waitUntil: "commit" });
  });
});
