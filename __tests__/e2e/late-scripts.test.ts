import { withBrowser } from "#support/browser";
import { sample } from "#support/long";
import { withServer } from "#support/server";

const server = withServer({ SAMPLE_POSTS: "true" });
const { visit } = withBrowser();

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
