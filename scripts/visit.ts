// `npm run visit`: first visits on a simulated phone; with `--against FOLDER`, alternately of this build and that of another checkout.
// See docs/performance.md, "First visit".
import { parseArgs } from "node:util";
import type { Browser } from "playwright-core";
import { launchBrowser } from "#support/browser";
import { TestServer } from "#support/server";
import { median, ratio } from "../bench/statistics.ts";
import { createPostWithImages, startSampleSite } from "./sample-site.ts";

const { values: options } = parseArgs({
  options: {
    /** Other checkouts, built and with `node_modules`, whose servers share the database of this one's. */
    against: { type: "string", multiple: true, default: [] },
    /** Visits of each page for each server. */
    rounds: { type: "string", default: "5" },
    /** Only these pages. */
    page: { type: "string", multiple: true },
    /** Leaves out the visits that use the search. */
    read: { type: "boolean", default: false },
    /** How many times slower scripts are executed than by this machine. */
    cpu: { type: "string", default: "4" },
  },
});

/** Lighthouse's slow 4G: 1.6 Mbit/s down, 750 kbit/s up, 150 ms to each response. */
const NETWORK = { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 };
const PHONE = { viewport: { width: 375, height: 760 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
const GIVE_UP_MS = 20_000;

/** Milliseconds from the start of the navigation, except CLS, and the sum of blocking. */
type Measures = Record<"FCP" | "LCP" | "CLS" | "blocking" | "hydrated" | "account" | "search", number>;
const WHILE_READING = ["FCP", "LCP", "CLS", "blocking", "hydrated", "account"] as const;
const NAMES = options.read ? WHILE_READING : ([...WHILE_READING, "search"] as const);

/** Runs in the browser before the page: records its metrics, and uses the search from the first paint on if `isUsed`. */
function record(isUsed: boolean): void {
  const found: Partial<Measures> = { CLS: 0, blocking: 0 };
  Object.assign(window, { found });
  const observe = (type: string, read: (entry: PerformanceEntry) => void) =>
    new PerformanceObserver((list) => list.getEntries().forEach(read)).observe({ type, buffered: true });

  observe("largest-contentful-paint", ({ startTime }) => {
    found.LCP = startTime;
  });
  observe("layout-shift", (shift) => {
    found.CLS = (found.CLS ?? 0) + (shift as PerformanceEntry & { value: number }).value;
  });
  observe("longtask", ({ duration }) => {
    found.blocking = (found.blocking ?? 0) + duration - 50;
  });
  observe("measure", ({ name, startTime, duration }) => {
    if (name === "Next.js-hydration") found.hydrated = startTime + duration;
  });
  const look = () => {
    const link = document.querySelector(".site-header a[href^='/login'], .site-header a[href='/account']");
    if (link && !link.classList.contains("is-loading")) found.account ??= performance.now();
    if (document.querySelector(".site-search [role=combobox]")) found.search ??= performance.now();
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributeFilter: ["class", "role"] });

  // As long as a click has no effect beyond opening the form, the reader closes and opens it again.
  const clickSearch = () => {
    const box = document.querySelector<HTMLDetailsElement>(".site-search details");
    const summary = box?.querySelector("summary");
    if (!box?.dataset.script || !summary) return;
    if (box.open) summary.click();
    else {
      summary.click();
      setTimeout(clickSearch, 50);
      return;
    }
    requestAnimationFrame(clickSearch);
  };
  observe("paint", ({ name, startTime }) => {
    if (name !== "first-contentful-paint") return;
    found.FCP = startTime;
    if (isUsed) clickSearch();
  });
}

/** One visit with empty caches. */
async function visit(browser: Browser, url: string, isUsed: boolean): Promise<Partial<Measures>> {
  const context = await browser.newContext(PHONE);
  try {
    const page = await context.newPage();
    const devTools = await context.newCDPSession(page);
    await devTools.send("Network.enable");
    await devTools.send("Network.emulateNetworkConditions", NETWORK);
    await devTools.send("Emulation.setCPUThrottlingRate", { rate: Number(options.cpu) });
    await page.addInitScript(record, isUsed);
    await page.goto(url, { waitUntil: "commit" });
    const isFound = (name: string) => (window as unknown as { found: Record<string, number> }).found[name];
    await page.waitForFunction(isFound, isUsed ? "search" : "account", { timeout: GIVE_UP_MS });
    await page.waitForLoadState("load");
    return await page.evaluate(() => (window as unknown as { found: Partial<Measures> }).found);
  } finally {
    await context.close();
  }
}

/** Visits a page twice: read, then with the search used at once. */
async function measure(browser: Browser, url: string): Promise<Measures> {
  const read = await visit(browser, url, false);
  const used = options.read ? {} : await visit(browser, url, true);
  const all = { ...read, search: used.search };
  const missing = NAMES.filter((name) => !Number.isFinite(all[name]));
  if (missing.length > 0) throw new Error(`${url} was visited without ${missing.join(", ")}`);
  return all as Measures;
}

const shown = (name: string, number: number) => number.toFixed(name === "CLS" ? 3 : 0);
const range = (name: string, numbers: number[]) =>
  `${shown(name, median(numbers))} (${shown(name, Math.min(...numbers))}-${shown(name, Math.max(...numbers))})`;

const first = await startSampleSite();
const servers = [first, ...options.against.map((folder) => new TestServer({}, first, undefined, folder))];
const browser = await launchBrowser();
try {
  for (const server of servers.slice(1)) await server.start();
  const pages = {
    home: "/",
    blog: "/blog",
    post: "/blog/1/on-folding-a-sheet-three-times",
    images: await createPostWithImages(first.url),
  };
  for (const [name, path] of Object.entries(pages)) {
    if (options.page && !options.page.includes(name)) continue;
    const rows: Measures[][] = servers.map(() => []);
    for (let round = 0; round <= Number(options.rounds); round++) {
      // What one visit leaves behind, such as a context that is being closed, falls on each in turn.
      const turns = [...servers.entries()];
      for (const [index, server] of round % 2 === 0 ? turns : turns.toReversed()) {
        const measures = await measure(browser, server.url + path);
        // In the first round the servers compile what is used.
        if (round > 0) rows[index]?.push(measures);
      }
    }
    console.log(`\n${path}`);
    const table = NAMES.map((measured) => {
      const [ours = [], ...others] = rows.map((row) => row.map((measures) => measures[measured]));
      const compared = others.flatMap((theirs, index) => {
        const { value, least, greatest } = ratio(ours, theirs);
        const folder = options.against[index] ?? "";
        return [
          [folder, range(measured, theirs)],
          [`ratio ${index + 1}`, `${value.toFixed(2)} (${least.toFixed(2)}-${greatest.toFixed(2)})`],
        ];
      });
      return [measured, Object.fromEntries([["this", range(measured, ours)], ...compared])];
    });
    console.table(Object.fromEntries(table));
  }
} finally {
  await browser.close();
  for (const server of servers.toReversed()) await server.discard();
}
