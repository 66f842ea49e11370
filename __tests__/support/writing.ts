import type { Locator, Page } from "playwright-core";

/** Fills in the form of /blog/create or of an edit page. */
export async function write(page: Page, { title, content }: { title: string; content: string }): Promise<void> {
  await page.getByLabel("Title").fill(title);
  await page.getByLabel("Content").fill(content);
}

/** Presses a button in the main part of the page, by its exact name. */
export async function press(page: Page, name: string): Promise<void> {
  await page.getByRole("main").getByRole("button", { name, exact: true }).click();
}

const panelOf = (page: Page) => page.getByRole("main").locator("details[data-panel]");

/** Opens the editor's panel, which holds everything but title and text. */
export async function openPanel(page: Page): Promise<void> {
  if ((await panelOf(page).getAttribute("open")) === null) await panelOf(page).locator("> summary").click();
}

/** Publishes or updates the post in the editor, by the button in its panel. */
export async function submit(page: Page, name = "Publish"): Promise<void> {
  await openPanel(page);
  await panelOf(page).getByRole("button", { name, exact: true }).click();
}

/** Navigates to another page by a link, without reloading the document. */
export async function goTo(page: Page, name: "Home" | "Blog" | "Write" | "About"): Promise<void> {
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name, exact: true }).click();
}

/** A post in a list, by its title. */
export function listed(page: Page, title: string): Locator {
  return page.getByRole("article").filter({ has: page.getByRole("heading", { name: title, exact: true }) });
}

/** The title of the post whose page is open. */
export const titled = (page: Page, title: string): Promise<void> =>
  page.getByRole("heading", { level: 1, name: title, exact: true }).waitFor();

/** The HTML of the rendered text on the page, or in its preview. */
export const textOn = (page: Page): Promise<string> => page.locator("main .prose").innerHTML();

/** Milliseconds after which Next no longer waits for the scripts of the next page, but loads its document. */
const NEXT_PATIENCE_MS = 3_800;

/** Marks the document, so that `isSameDocument` shows later whether it was reloaded, which no busy machine is to cause. */
export async function markDocument(page: Page): Promise<void> {
  await page.evaluate((patience) => {
    document.documentElement.setAttribute("data-marked", "");
    const original = window.setTimeout;
    const patient = (handler: TimerHandler, ms?: number, ...args: unknown[]) =>
      ms === patience ? 0 : original(handler, ms, ...args);
    Object.assign(window, { setTimeout: patient });
  }, NEXT_PATIENCE_MS);
}

export function isSameDocument(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.hasAttribute("data-marked"));
}
