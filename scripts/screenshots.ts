// `npm run screenshots`: screenshots of every page on a phone and a desktop, light and dark, in docs/screenshots/. The README
// shows two of them. Needs a build; brings a server and a database of its own.
import { mkdirSync, rmSync } from "node:fs";
import type { Page } from "playwright-core";
import { launchBrowser, newVisitor } from "#support/browser";
import { asBrowserCookie, signUpAt } from "#support/signed-in";
import { startSampleSite } from "./sample-site.ts";

const FOLDER = "docs/screenshots";
const SIZES = { phone: { width: 375, height: 760 }, desktop: { width: 1100, height: 780 } };

/** The pages, by the name of their screenshot. */
const PAGES: Record<string, { at: string; isSignedIn?: boolean }> = {
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

/** Loads the page twice: the first load may render before the web font arrives (`font-display: optional`). */
async function openTwice(page: Page, url: string): Promise<void> {
  for (let time = 0; time < 2; time++) await page.goto(url, { waitUntil: "networkidle" });
}

rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER, { recursive: true });
const server = await startSampleSite();
const browser = await launchBrowser();
try {
  const { headers } = await signUpAt(server.url, "Olga");
  const cookie = asBrowserCookie(server.url, headers);
  for (const [size, viewport] of Object.entries(SIZES)) {
    for (const colorScheme of ["light", "dark"] as const) {
      const { page } = await newVisitor(browser, { colorScheme, viewport });
      for (const [name, { at, isSignedIn }] of Object.entries(PAGES)) {
        await page.context().clearCookies();
        if (isSignedIn) await page.context().addCookies([cookie]);
        await openTwice(page, server.url + at);
        await page.screenshot({ path: `${FOLDER}/${name}-${size}-${colorScheme}.png` });
      }
      await page.context().close();
    }
  }
} finally {
  await browser.close();
  await server.discard();
}
