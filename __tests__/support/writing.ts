import type { Locator, Page } from "playwright-core";

/** Fills in the form of /blog/create or of an edit page. */
export async function write(page: Page, { title, content }: { title: string; content: string }): Promise<void> {
  await page.getByLabel("Title").fill(title);
  await page.getByLabel("Content").fill(content);
}

/** Goes to another page as a reader does, through the navigation, without loading anything anew. */
export async function goTo(page: Page, name: "Home" | "Blog" | "Write" | "About"): Promise<void> {
  await page.getByRole("navigation").getByRole("link", { name, exact: true }).click();
}

/** A post in a list, by its title. */
export function listed(page: Page, title: string): Locator {
  return page.getByRole("article").filter({ has: page.getByRole("heading", { name: title, exact: true }) });
}

/** Marks the document, so that `isSameDocument` can tell later whether it was loaded anew. */
export async function markDocument(page: Page): Promise<void> {
  await page.evaluate(() => document.documentElement.setAttribute("data-marked", ""));
}

export function isSameDocument(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.hasAttribute("data-marked"));
}
