import type { BrowserContextOptions, Page } from "playwright-core";
import { withBrowser } from "#support/browser";
import { sample } from "#support/long";
import { axeViolations } from "#support/page-issues";
import { seedPosts } from "#support/seed";
import { withSharedServer } from "#support/server";

/** A4 between margins of 2 cm, in CSS pixels. */
const PAPER = { width: 642, height: 971 };
const CELLS = 14;

const CONTENT = `A [link elsewhere](https://example.org/a/b?c=d), one [around the corner](/about), a bare <https://example.org/bare> and \`code\`.

## Code

\`\`\`js
const wide = "${"abcdefghij ".repeat(30)}${"x".repeat(300)}"; // said aside
\`\`\`

## A wide table

|${" A column |".repeat(CELLS)}
|${"---|".repeat(CELLS)}
|${" `a_long_identifier` |".repeat(CELLS)}

> Quoted.

${"### Part\n\nSome words to read.\n\n".repeat(30)}`;

const server = withSharedServer();
const { visit } = withBrowser();
let path: string;
beforeAll(async () => {
  const [id] = await seedPosts(server.url, [
    { title: "A post to print", content: CONTENT, tags: ["ink"] },
    { title: "A later post", content: "Something else." },
  ]);
  path = `/blog/${id}`;
});

async function printed(at: string, options: BrowserContextOptions = {}): Promise<Page> {
  const { page } = await visit(server.url + at, { viewport: PAPER, ...options });
  await page.emulateMedia({ media: "print" });
  return page;
}

test.each(sample(["post"], ["/", "/blog", "/about", "/docs/api"]))(
  "print %s — controls for the screen are hidden",
  async (at) => {
    const page = await printed(at === "post" ? path : at);
    const found = await page.evaluate(() => {
      const screenOnly =
        "nav, button, fieldset, form[role=search], a[href='#main'], body > * footer:not(article footer), .try";
      const all = [...document.querySelectorAll(screenOnly)];
      const shown = all.filter((element) => element.checkVisibility()).map((element) => element.outerHTML.slice(0, 80));
      // A fixed box is printed on each page, over its text.
      const fixed = [...document.querySelectorAll("body *")].filter(
        (element) => element.checkVisibility() && getComputedStyle(element).position === "fixed",
      );
      return { count: all.length, shown, fixed: fixed.map((element) => element.outerHTML.slice(0, 80)) };
    });
    expect(found.count).toBeGreaterThan(3);
    expect(found).toEqual({ count: found.count, shown: [], fixed: [] });
    expect(await page.getByRole("heading", { level: 1 }).isVisible()).toBe(true);
    expect(await page.getByRole("banner").getByText("Octavo").isVisible()).toBe(true);
  },
);

test("print a post — code wraps and a wide table fits", async () => {
  const page = await printed(path);
  const boxes = await page
    .locator("html, .prose pre, .prose .scroll-box, .prose td, .prose th")
    .evaluateAll((elements) =>
      elements.map(({ tagName, scrollWidth, clientWidth }) => ({ tagName, isCut: scrollWidth > clientWidth })),
    );
  expect(boxes.length).toBeGreaterThan(2 * CELLS);
  expect(boxes.filter(({ isCut }) => isCut)).toEqual([]);
});

test("print a post — heading stays with its text; rows and images are not divided", async () => {
  const page = await printed(path);
  const broken = await page
    .locator("main :is(h1, h2, h3), main .part")
    .evaluateAll((elements) =>
      elements.filter((element) => getComputedStyle(element).breakAfter !== "avoid").map(({ outerHTML }) => outerHTML),
    );
  expect(broken).toEqual([]);
  const divided = await page
    .locator("main tr, main blockquote")
    .evaluateAll((elements) =>
      elements.filter((element) => getComputedStyle(element).breakInside !== "avoid").map(({ outerHTML }) => outerHTML),
    );
  expect(divided).toEqual([]);
});

test("print a post — external links show their URLs, others do not", async () => {
  const page = await printed(path);
  const links = await page
    .locator(".prose > p a")
    .evaluateAll((all) => all.map((link) => [link.textContent, getComputedStyle(link, "::after").content]));
  expect(links).toEqual([
    ["link elsewhere", expect.stringContaining("https://example.org/a/b?c=d")],
    ["around the corner", "none"],
    ["https://example.org/bare", "none"],
  ]);
  await page.emulateMedia({ media: "screen" });
  expect(
    await page
      .locator(".prose > p a")
      .first()
      .evaluate((link) => getComputedStyle(link, "::after").content),
  ).toBe("none");
});

const THEMES = [
  { theme: "dark chosen", colorScheme: "light", chosen: "dark" },
  { theme: "light", colorScheme: "light", chosen: "" },
  { theme: "dark by system preference", colorScheme: "dark", chosen: "" },
] as const;
test.each(sample<(typeof THEMES)[number]>(THEMES.slice(0, 1), THEMES.slice(1)))(
  "print, theme $theme — dark on white",
  async ({ colorScheme, chosen }) => {
    const { page } = await visit(server.url + path, { viewport: PAPER, colorScheme });
    if (chosen) {
      await page.evaluate((theme) => localStorage.setItem("theme", theme), chosen);
      await page.reload();
      expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe(chosen);
    }
    await page.emulateMedia({ media: "print", colorScheme });
    const colours = await page.evaluate(() => {
      const { backgroundColor, color } = getComputedStyle(document.body);
      return { backgroundColor, color };
    });
    expect(colours).toEqual({ backgroundColor: "rgb(255, 255, 255)", color: "rgb(34, 30, 24)" });
    expect(await axeViolations(page, "colours")).toEqual([]);
  },
);
