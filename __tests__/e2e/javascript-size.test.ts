import { readFileSync } from "node:fs";
import { withBrowser } from "#support/browser";
import { emptyPageBytes, gzipped, scriptsIn } from "#support/empty-page";
import { longTest } from "#support/long";
import { sendRequest } from "#support/send-request";
import { withServer } from "#support/server";
import { signUpAt } from "#support/signed-in";

/** How much more JavaScript than an empty page a page may have: 15 KiB. */
const BAR = 15 * 1024;

/** What the editor's pages weighed more than an empty one before drafts were stored as they are typed, and by how much they may grow, in bytes. */
const EDITORS = { "/blog/create": 57_751, "/blog/1/edit": 57_001 };
const EDITOR_GROWTH = 12 * 1024;

/** What a page's scripts weigh more than those of a page with nothing on it, in bytes. */
async function weigh(path: string, headers: Record<string, string> = {}): Promise<number> {
  const scripts = scriptsIn((await sendRequest(server.url + path, { headers })).text);
  const texts = await Promise.all(scripts.map(async (src) => (await sendRequest(server.url + src)).text));
  return texts.reduce((sum, text) => sum + gzipped(text), 0) - emptyPageBytes();
}

const server = withServer({ SAMPLE_POSTS: "true", POSTING: "members" });
const { visit } = withBrowser();

describe.each(["/", "/blog", "/blog/1/first-post"])("%s", (path) => {
  longTest("JavaScript — at most 15 KB more than an empty page", async () => {
    expect(await weigh(path)).toBeLessThanOrEqual(BAR);
  });

  (path === "/" ? test : longTest)("code of other pages — not loaded before a link is hovered", async () => {
    const { page } = await visit("about:blank");
    const loaded: string[] = [];
    page.on("request", (request) => {
      const { pathname } = new URL(request.url());
      if (pathname.endsWith(".js")) loaded.push(pathname);
    });
    await page.goto(server.url + path, { waitUntil: "networkidle" });
    expect(loaded.sort()).toEqual(scriptsIn((await sendRequest(server.url + path)).text).sort());
    const about = page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "About" });
    await Promise.all([page.waitForRequest(/\/about-\w+\.js$/), about.hover()]);
  });
});

longTest("/authors/:slug — JavaScript — at most 15 KB more than an empty page", async () => {
  await signUpAt(server.url, "Olga");
  expect(await weigh("/authors/olga")).toBeLessThanOrEqual(BAR);
});

longTest.each(Object.entries(EDITORS))("%s — scripts — grow by 12 KB at most", async (path, before) => {
  const { headers } = await signUpAt(server.url, "Olga");
  const bytes = await weigh(path, headers);
  // A page without the editor would be small.
  expect(bytes).toBeGreaterThan(before / 2);
  expect(bytes - before).toBeLessThanOrEqual(EDITOR_GROWTH);
});

test("/ — no polyfills for unsupported browsers, no rewrites of the server", async () => {
  const scripts = scriptsIn((await sendRequest(`${server.url}/`)).text);
  const texts = await Promise.all(scripts.map(async (src) => (await sendRequest(server.url + src)).text));
  const all = texts.join("");
  expect(all).toContain("__BUILD_MANIFEST");
  expect(all).toContain("canParse");
  expect(all).not.toContain("trimLeft");
  expect(all).not.toContain("/api/feeds/rss");
});

test("zod — in the scripts of no page before something needs it", () => {
  const read = (path: string) => readFileSync(`.next/${path}`, "utf8");
  const { pages } = JSON.parse(read("build-manifest.json")) as { pages: Record<string, string[]> };
  const hasZod = (path: string) => path.endsWith(".js") && read(path).includes("ZodError");
  expect(Object.keys(pages).filter((page) => pages[page]?.some(hasZod))).toEqual([]);
});
