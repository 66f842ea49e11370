import type { Browser, Page } from "playwright-core";
import { STATES, type State, seedStates } from "./accessibility-states.ts";
import { launchBrowser, newVisitor } from "./browser.ts";
import { axeViolations, enlargeText, layoutIssues, textFaults } from "./page-issues.ts";
import { type SharedServer, withSharedServer } from "./server.ts";
import { asBrowserCookie, signUpAt } from "./signed-in.ts";

export const PHONE = { width: 375, height: 800 };

/** Every state of every page, with a name for `test.each`. `isFirst` holds for one state of each page. */
export const NAMED_STATES = Object.values(STATES).flatMap((states) =>
  states.map((state, index) => ({
    ...state,
    isFirst: index === 0,
    name: `${state.at}${state.isOwner ? " for the owner" : ""}${state.reach ? `, ${state.reach.name || "reached"}` : ""}`,
  })),
);

export type StateVisits = {
  readonly server: SharedServer;
  readonly browser: Browser;
  /** Opens a page in a state, for the owner or for a reader. */
  open: (state: State) => Promise<Page>;
};

/** A seeded server and a browser for all tests of a file. */
export function withStates(): StateVisits {
  const server = withSharedServer({ POSTING: "members" });
  let browser: Browser;
  /** One page each for all states: scripts and styles are loaded once. */
  let reader: Page;
  let owner: Page;
  beforeAll(async () => {
    const { headers } = await signUpAt(server.url, "Olga");
    await seedStates(server.url, headers);
    // Browsers create no passkeys for an IP address.
    await server.query(
      `insert into passkeys select 'p', id, 'Chrome on Linux', 'c', 'k', 0, '[]', 1, 1, 1764000000000, null from accounts`,
    );
    const columns = `(id, name, slug, email, "emailVerified", role, "createdAt", "updatedAt", suspended_at)`;
    const [created, updated] = ["2026-11-01T09:00:00.000Z", "2026-11-01T09:00:00.000Z"];
    await server.query(
      `insert into accounts ${columns} values ('ada', 'Ada', 'ada', 'ada@octavo.test', 0, 'author', '${created}', '${updated}', 1764000000000)`,
    );
    browser = await launchBrowser();
    reader = (await newVisitor(browser)).page;
    owner = (await newVisitor(browser)).page;
    await owner.context().addCookies([asBrowserCookie(server.url, headers)]);
  });
  afterAll(() => browser.close());
  return {
    server,
    get browser() {
      return browser;
    },
    async open({ at, isOwner, reach }) {
      const page = isOwner ? owner : reader;
      await page.unrouteAll();
      await page.setViewportSize(PHONE);
      // Opening the same URL again would be a reload, which continues the draft of the state before.
      await page.goto("about:blank");
      await page.goto(server.url + at);
      // The link to the account is shown once the page is hydrated and the session is loaded.
      await page.getByRole("banner").getByRole("link").last().waitFor();
      await reach?.(page);
      return page;
    },
  };
}

/** Issues that axe-core and the layout checks find on the open page at 375 px, light. */
export async function findPhoneIssues(page: Page): Promise<string[]> {
  await page.emulateMedia({ colorScheme: "light" });
  const axe = (await axeViolations(page)).map((issue) => `375 light: ${issue}`);
  return [...axe, ...(await layoutIssues(page)).map((issue) => `375: ${issue}`)];
}

/** Issues that axe-core and the layout checks find on the open page: two viewport widths, light and dark, text at 200 %. */
export async function findIssues(page: Page): Promise<string[]> {
  const found = await findPhoneIssues(page);
  const note = (where: string, issues: string[]) => found.push(...issues.map((issue) => `${where}: ${issue}`));
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.emulateMedia({ colorScheme: "dark" });
  note("1280 dark", await axeViolations(page, "colours"));
  note("1280", await layoutIssues(page));
  note("without a style sheet", await textFaults(page));
  await page.setViewportSize({ width: 320, height: 800 });
  note("320", await layoutIssues(page));
  await enlargeText(page, 2);
  for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    note(`${width}, text at 200 %`, await layoutIssues(page));
  }
  await enlargeText(page, 1);
  return found;
}

/** Issues that axe-core finds in the combinations of width, colour scheme and contrast that `findIssues` leaves out. */
export async function findMoreIssues(page: Page): Promise<string[]> {
  const found: string[] = [];
  const note = (where: string, issues: string[]) => found.push(...issues.map((issue) => `${where}: ${issue}`));
  await page.setViewportSize(PHONE);
  await page.emulateMedia({ colorScheme: "dark" });
  note("375 dark", await axeViolations(page, "colours"));
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.emulateMedia({ colorScheme: "light" });
  note("1280 light", await axeViolations(page));
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, contrast: "more" });
    note(`${colorScheme}, more contrast`, await axeViolations(page, "contrast"));
  }
  await page.emulateMedia({ contrast: null });
  return found;
}
