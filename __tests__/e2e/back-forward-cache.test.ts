import type { Page } from "playwright-core";
import { withBrowser } from "#support/browser";
import { sample } from "#support/long";
import { seedPosts } from "#support/seed";
import { withServer } from "#support/server";
import { asBrowserCookie, PASSWORD, signUpAt } from "#support/signed-in";

const server = withServer({ SAMPLE_POSTS: "true", POSTING: "members" });
const { visit } = withBrowser({ keepsPages: true });
const at = (path: string) => server.url + path;

let cookie: ReturnType<typeof asBrowserCookie>;
beforeAll(async () => {
  const { headers } = await signUpAt(server.url, "Olga");
  cookie = asBrowserCookie(server.url, headers);
  await seedPosts(server.url, [{ title: "Of Olga", content: "Tagged.", tags: ["kept"] }], headers);
});

type Navigation = PerformanceNavigationTiming & { notRestoredReasons?: { reasons: { reason: string }[] } | null };

/** Marks the document, leaves it for another one, and goes back. @returns whether it is the same, and why not where it is not */
async function leaveAndReturn(page: Page) {
  await page.evaluate(() => {
    Object.assign(window, { isMarked: true });
    window.addEventListener("pageshow", ({ persisted }) => Object.assign(window, { persisted }));
  });
  await page.goto(at("/robots.txt"));
  await page.goBack({ waitUntil: "commit" });
  return page.evaluate(() => {
    const { isMarked = false, persisted = false } = window as { isMarked?: boolean; persisted?: boolean };
    const [navigation] = performance.getEntriesByType("navigation") as Navigation[];
    return { isMarked, persisted, reasons: navigation?.notRestoredReasons ?? null };
  });
}

const KEPT = { isMarked: true, persisted: true, reasons: null };

/** Home, a list and a post, and pages like them. */
const READER_PAGES = sample(
  ["/", "/blog", "/blog/1/first-post"],
  ["/blog?q=first", "/blog?tag=kept", "/authors/olga", "/about"],
);

test.each([...READER_PAGES, "/docs"])("%s — signed out — kept, and usable", async (path) => {
  const { page } = await visit(at(path));
  await page.waitForLoadState("networkidle");
  expect(await leaveAndReturn(page)).toEqual(KEPT);
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "About" }).click();
  await page.getByRole("heading", { level: 1 }).waitFor();
  expect(await page.evaluate(() => "isMarked" in window)).toBe(true);
});

describe("signed in", () => {
  async function visitSignedIn(path: string) {
    const { page } = await visit("about:blank");
    await page.context().addCookies([cookie]);
    await page.goto(at(path), { waitUntil: "networkidle" });
    return page;
  }

  // Chromium's own reason, which headless browsers have too, and those of `no-store`.
  const PRIVATE = [
    "masked",
    "response-cache-control-no-store",
    "response-cache-control-no-store-with-js-network-request",
  ];

  test.each(READER_PAGES)("%s — nothing but its privacy prevents that it is kept", async (path) => {
    const page = await visitSignedIn(path);
    const { reasons } = await leaveAndReturn(page);
    expect(reasons?.reasons.map(({ reason }) => reason).sort()).toEqual(PRIVATE);
  });
});

describe("signed out meanwhile", () => {
  /** Opens a page that anybody may see, signs in, and goes on to the account within its document. */
  async function signIn() {
    const { page } = await visit(at("/blog"));
    await page.getByRole("banner").getByRole("link", { name: "Sign in" }).click();
    await page.getByLabel("Email address").fill("olga@octavo.test");
    await page.getByLabel("Password").fill(PASSWORD);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByRole("banner").getByRole("link", { name: "Olga" }).click();
    await page.getByRole("heading", { level: 1, name: "Your account" }).waitFor();
    return page;
  }

  /** Leaves the page and goes back. Whether it is kept, and is visible before the session is requested, is stored. */
  async function returnAfter(page: Page, happen: () => Promise<unknown>) {
    await page.waitForLoadState("networkidle");
    await page.evaluate(() => {
      window.addEventListener("pageshow", ({ persisted }) => {
        const isVisible = document.documentElement.checkVisibility();
        sessionStorage.setItem("seen", JSON.stringify({ persisted, isVisible }));
      });
    });
    await page.goto(at("/robots.txt"));
    await happen();
    await page.goBack({ waitUntil: "commit" });
  }

  const seen = async (page: Page) => JSON.parse(await page.evaluate(() => sessionStorage.getItem("seen") ?? "null"));

  test("private page in a public document — hidden, then reloaded: asks to sign in", async () => {
    const page = await signIn();
    await returnAfter(page, () => page.context().clearCookies());
    await page.waitForURL("**/login?next=%2Faccount");
    expect(await seen(page)).toEqual({ persisted: true, isVisible: false });
  });

  test("the same, still signed in — hidden, then shown", async () => {
    const page = await signIn();
    await returnAfter(page, async () => {});
    await page.getByRole("heading", { level: 1, name: "Your account" }).waitFor();
    expect(await seen(page)).toEqual({ persisted: true, isVisible: false });
  });

  test("private document — asks to sign in", async () => {
    const { page } = await visit("about:blank");
    await page.context().addCookies([cookie]);
    await page.goto(at("/account/posts"), { waitUntil: "networkidle" });
    await page.goto(at("/robots.txt"));
    await page.context().clearCookies();
    await page.goBack({ waitUntil: "commit" });
    await page.waitForURL("**/login?next=%2Faccount%2Fposts");
  });
});
