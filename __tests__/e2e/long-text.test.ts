import type { Page } from "playwright-core";
import { CONTENT_MAX } from "#lib/shared/posts";
import { withBrowser } from "#support/browser";
import { longTest } from "#support/long";
import { withSharedServer } from "#support/server";

const server = withSharedServer();
const { visit } = withBrowser();

/** How many times slower than this machine the browser's is. */
const SLOWDOWN = 4;
const KEYS = 20;
/** How many times as long as in a textarea without handlers a key may take: measured 1.1. */
const RATIO_MAX = 2.5;
const PARAGRAPH = "Some words of a paragraph, with *emphasis* and `code`, that go on.\n\n";
/** As long as a content may be, but for what is typed. */
const LONG = PARAGRAPH.repeat(Math.floor((CONTENT_MAX - 1_000) / PARAGRAPH.length));
const BARE =
  '<textarea name="content" style="field-sizing: content; max-height: 70vh; width: 600px; font: 18px serif"></textarea>';

async function slowPage(path: string): Promise<Page> {
  const { page } = await visit(server.url + path);
  const client = await page.context().newCDPSession(page);
  await client.send("Emulation.setCPUThrottlingRate", { rate: SLOWDOWN });
  return page;
}

/** Types at the end of a text. @returns the median time from the key to the end of all handlers, in milliseconds */
async function timeOfKeys(page: Page, content: string): Promise<number> {
  await page.locator("textarea[name=content]").evaluate((field: HTMLTextAreaElement, text) => {
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
    field.setSelectionRange(text.length, text.length);
    const times: number[] = [];
    let start = 0;
    window.addEventListener("keydown", () => (start = performance.now()), true);
    window.addEventListener("input", () => times.push(performance.now() - start));
    Object.assign(window, { times });
  }, content);
  for (let key = 0; key < KEYS; key++) await page.keyboard.press("x");
  const times = await page.evaluate(() => (window as unknown as { times: number[] }).times);
  expect(times).toHaveLength(KEYS);
  return times.sort((a, b) => a - b)[KEYS / 2] as number;
}

test("the editor — a long text — one preview request at a time", async () => {
  const page = await slowPage("/blog/create");
  let underWay = 0;
  const seen: number[] = [];
  const isPreview = (url: string) => url.endsWith("/api/preview");
  page.on("request", (request) => isPreview(request.url()) && seen.push(++underWay));
  page.on("response", (response) => isPreview(response.url()) && underWay--);
  await timeOfKeys(page, PARAGRAPH.repeat(50));
  await page.getByRole("region", { name: "Preview" }).getByText("x".repeat(KEYS)).waitFor({ timeout: 60_000 });
  expect(Math.max(...seen)).toBe(1);
});

longTest("the editor — content of the maximum length — typing is as fast as in a plain textarea", async () => {
  const editor = await timeOfKeys(await slowPage("/blog/create"), LONG);
  const bare = await slowPage("/robots.txt");
  await bare.evaluate((html) => {
    document.body.innerHTML = html;
  }, BARE);
  expect(editor / (await timeOfKeys(bare, LONG))).toBeLessThan(RATIO_MAX);
});
