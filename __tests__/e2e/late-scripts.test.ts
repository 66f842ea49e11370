import { withBrowser } from "#support/browser";
import { withServer } from "#support/server";

const server = withServer({ SAMPLE_POSTS: "true" });
const { visit } = withBrowser();

describe.each(["/", "/blog", "/blog/1/first-post", "/docs", "/nowhere"])("%s", (path) => {
  test("is seen before its scripts are asked for, and is an app afterwards", async () => {
    const { page, faults } = await visit(server.url + path);
    await page.waitForLoadState("networkidle");
    const { painted, asked } = await page.evaluate(() => ({
      painted: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.NaN,
      asked: performance
        .getEntriesByType("resource")
        .filter(({ name }) => /\/_next\/.*\.js$/.test(name))
        .map(({ startTime }) => startTime),
    }));
    expect(asked.length).toBeGreaterThan(4);
    expect(Math.min(...asked)).toBeGreaterThanOrEqual(painted);
    await page.getByRole("radio", { name: "dark" }).check({ force: true });
    expect(await page.locator("html").getAttribute("data-theme")).toBe("dark");
    expect(faults.filter((fault) => !fault.includes("404"))).toEqual([]);
  });

  test("without JavaScript no script is asked for", async () => {
    const { page } = await visit("about:blank", { javaScriptEnabled: false });
    const asked: string[] = [];
    page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    await page.goto(server.url + path, { waitUntil: "networkidle" });
    expect(asked.some((name) => name.endsWith(".css"))).toBe(true);
    expect(asked.filter((name) => name.endsWith(".js"))).toEqual([]);
  });
});
