import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { findChromium } from "#support/chromium";

/** Chromium runs as root in containers, which its sandbox does not allow; with few processes; and it talks to our server only. */
const FLAGS = [
  "--no-sandbox",
  "--no-zygote",
  "--disable-gpu",
  "--in-process-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
];

/** How long a page may take to show what a test waits for. */
const PATIENCE_MS = 15_000;

/** A page in a context (cookies, storage) of its own, and what went wrong on it: console errors and uncaught exceptions. */
export type Visit = { page: Page; faults: string[] };

export async function launchBrowser(): Promise<Browser> {
  const { executablePath, env } = findChromium();
  return chromium.launch({ executablePath, args: FLAGS, env: { ...process.env, ...env } });
}

/** Notes what goes wrong on a page from now on. */
export function watch(page: Page): Visit {
  const faults: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(`${page.url()} console: ${message.text()}`);
  });
  page.on("pageerror", (error) => faults.push(`${page.url()} exception: ${error.message}`));
  return { page, faults };
}

/** Resolves when a page of ours is at work, which it is not when the browser has loaded it: Next notes that React runs. */
const atWork = (page: Page) =>
  page.evaluate(async () => {
    const isAtWork = () => performance.getEntriesByName("Next.js-hydration").length > 0;
    if (document.querySelector("script[data-scripts]")) while (!isAtWork()) await new Promise(requestAnimationFrame);
  });

/** Whoever goes to an address by hand, or anew to the one they are at, finds the page at work. */
function patient(page: Page): Page {
  const [goto, reload] = [page.goto.bind(page), page.reload.bind(page)];
  page.goto = async (...args) => {
    const response = await goto(...args);
    // Who does not wait for the page to be loaded wants to see what comes before.
    if (args[1]?.waitUntil !== "commit") await atWork(page);
    return response;
  };
  page.reload = async (...args) => {
    const response = await reload(...args);
    await atWork(page);
    return response;
  };
  return page;
}

/** A visitor who has never been here. @param options such as `{ javaScriptEnabled: false }` */
export async function newVisitor(browser: Browser, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext({ reducedMotion: "reduce", ...options });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  return watch(options.javaScriptEnabled === false ? page : patient(page));
}

/** A browser for all tests of a file; its visitors are gone after each test. */
export function withBrowser(): { visit: (url: string, options?: BrowserContextOptions) => Promise<Visit> } {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
  });
  afterAll(() => browser.close());
  return {
    async visit(url, options) {
      const visit = await newVisitor(browser, options);
      await visit.page.goto(url);
      return visit;
    },
  };
}
