// `npm run screenshots`: screenshots of every page on a phone and a desktop, light and dark, in docs/screenshots/, and of a
// second site with its owner's settings. The README shows some of them. Needs a build; brings servers and databases of its own.
import { mkdirSync, rmSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { launchBrowser, newVisitor } from "#support/browser";
import type { TestServer } from "#support/server";
import { asBrowserCookie, signUpAt } from "#support/signed-in";
import { startOwnSite } from "./own-site.ts";
import { startSampleSite } from "./sample-site.ts";

type Cookie = ReturnType<typeof asBrowserCookie>;

const FOLDER = "docs/screenshots";
const SIZES = { phone: { width: 375, height: 760 }, desktop: { width: 1100, height: 780 } };

type Pages = Record<string, { at: string; isSignedIn?: boolean }>;

/** The pages, by the name of their screenshot. */
const PAGES: Pages = {
  home: { at: "/" },
  blog: { at: "/blog" },
  search: { at: "/blog?q=fold" },
  post: { at: "/blog/1/on-folding-a-sheet-three-times" },
  create: { at: "/blog/create", isSignedIn: true },
  edit: { at: "/blog/1/edit", isSignedIn: true },
  history: { at: "/blog/1/history", isSignedIn: true },
  sharing: { at: "/blog/1/preview/links", isSignedIn: true },
  delete: { at: "/blog/1/delete", isSignedIn: true },
  posts: { at: "/account/posts", isSignedIn: true },
  about: { at: "/about" },
  contact: { at: "/contact" },
  docs: { at: "/docs" },
  reference: { at: "/docs/api" },
  login: { at: "/login" },
  signup: { at: "/signup" },
  account: { at: "/account", isSignedIn: true },
  security: { at: "/account/security", isSignedIn: true },
  keys: { at: "/account/keys", isSignedIn: true },
  tags: { at: "/account/tags", isSignedIn: true },
  images: { at: "/account/images", isSignedIn: true },
  import: { at: "/account/import", isSignedIn: true },
  messages: { at: "/account/messages", isSignedIn: true },
  site: { at: "/account/site", isSignedIn: true },
  redirects: { at: "/account/redirects", isSignedIn: true },
  export: { at: "/account/export", isSignedIn: true },
  users: { at: "/account/users", isSignedIn: true },
  welcome: { at: "/account/welcome", isSignedIn: true },
  "not-found": { at: "/nothing" },
};

/** Those of the site with its owner's settings. */
const OWN_PAGES: Pages = {
  "own-home": { at: "/" },
  "own-blog": { at: "/blog" },
  "own-post": { at: "/blog/1/the-sea-goes-out-for-six-hours" },
};

/** Loads the page twice: the first load may render before the web font arrives (`font-display: optional`). */
async function openTwice(page: Page, url: string): Promise<void> {
  for (let time = 0; time < 2; time++) await page.goto(url, { waitUntil: "networkidle" });
}

/** Takes the screenshots of one site. */
async function takeAll(browser: Browser, { url }: TestServer, pages: Pages, cookie?: Cookie): Promise<void> {
  for (const [size, viewport] of Object.entries(SIZES)) {
    for (const colorScheme of ["light", "dark"] as const) {
      const { page } = await newVisitor(browser, { colorScheme, viewport });
      for (const [name, { at, isSignedIn }] of Object.entries(pages)) {
        await page.context().clearCookies();
        if (isSignedIn && cookie) await page.context().addCookies([cookie]);
        await openTwice(page, url + at);
        await page.screenshot({ path: `${FOLDER}/${name}-${size}-${colorScheme}.png` });
      }
      await page.context().close();
    }
  }
}

rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER, { recursive: true });
const servers = [await startSampleSite(), await startOwnSite()] as const;
const browser = await launchBrowser();
try {
  const [sample, own] = servers;
  const { headers } = await signUpAt(sample.url, "Olga");
  await takeAll(browser, sample, PAGES, asBrowserCookie(sample.url, headers));
  await takeAll(browser, own, OWN_PAGES);
} finally {
  await browser.close();
  for (const server of servers) await server.discard();
}
