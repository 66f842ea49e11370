import { execFileSync } from "node:child_process";
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { findChromium } from "#support/chromium";

/** Chromium runs as root in containers, which its sandbox does not allow; with few processes; and it may connect to the tested server only. */
const FLAGS = [
  "--no-sandbox",
  "--no-zygote",
  "--disable-gpu",
  "--in-process-gpu",
  // The pages of a context share a process: starting one costs more than loading a page.
  "--renderer-process-limit=1",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
];

/** How long a test waits for something to appear on a page, in milliseconds. */
const PATIENCE_MS = 60_000;

/** A page in a browser context (cookies, storage) of its own, and its console errors and uncaught exceptions. */
export type Visit = { page: Page; faults: string[] };

/** Launches a browser; where Chromium crashes while it starts, which is rare and no fault of a page, once more, and says so. */
async function orAgain<Launched>(launch: () => Promise<Launched>): Promise<Launched> {
  try {
    return await launch();
  } catch (error) {
    const crash = /signal=SIG(SEGV|BUS|ILL|TRAP|ABRT)/.exec(String(error));
    if (!crash) throw error;
    process.stderr.write(`Chromium crashed at its start (${crash[0]}) and is launched once more.\n`);
    return launch();
  }
}

type LaunchOptions = {
  /** Whether it has a back/forward cache, which Playwright disables, and headless Chromium has only on request. */
  keepsPages?: boolean;
};

export async function launchBrowser({ keepsPages = false }: LaunchOptions = {}): Promise<Browser> {
  const { executablePath, env } = findChromium();
  const options = {
    executablePath,
    args: keepsPages ? [...FLAGS, "--enable-bfcache"] : FLAGS,
    ignoreDefaultArgs: keepsPages ? ["--disable-back-forward-cache"] : [],
    env: { ...process.env, ...env },
  };
  return orAgain(() => chromium.launch(options));
}

/** A browser with a profile on disk, which survives it. */
export type Profile = {
  context: BrowserContext;
  open: (url: string) => Promise<Page>;
  close: () => Promise<void>;
  /** Kills its processes. */
  kill: () => Promise<void>;
};

/** The ids of the processes of a browser with a profile of its own. */
function processesOf(folder: string): number[] {
  const processes = execFileSync("ps", ["-A", "-ww", "-o", "pid=,args="], { encoding: "utf8" }).split("\n");
  return processes
    .filter((line) => line.includes(`--user-data-dir=${folder}`))
    .map((line) => Number.parseInt(line, 10));
}

/** Launches a browser with the profile in `folder`. */
export async function launchProfile(folder: string): Promise<Profile> {
  const { executablePath, env } = findChromium();
  const options = { executablePath, args: FLAGS, env: { ...process.env, ...env }, reducedMotion: "reduce" } as const;
  const context = await orAgain(() => chromium.launchPersistentContext(folder, options));
  context.setDefaultTimeout(PATIENCE_MS);
  return {
    context,
    async open(url) {
      const page = withHydration(await context.newPage());
      await page.goto(url);
      return page;
    },
    close: () => context.close(),
    async kill() {
      const closed = context.waitForEvent("close");
      for (const id of processesOf(folder)) process.kill(id, "SIGKILL");
      await closed;
      while (processesOf(folder).length > 0) await new Promise((resolve) => setTimeout(resolve, 50));
    },
  };
}

/** Records console errors and uncaught exceptions of a page. */
export function watch(page: Page): Visit {
  const faults: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(`${page.url()} console: ${message.text()}`);
  });
  page.on("pageerror", (error) => faults.push(`${page.url()} exception: ${error.message}`));
  return { page, faults };
}

/** Resolves when the page is hydrated, which is later than its load event: Next sets a mark then. */
const waitForHydration = (page: Page) =>
  page.evaluate(async () => {
    const isHydrated = () => performance.getEntriesByName("Next.js-hydration").length > 0;
    if (document.querySelector("meta[name=scripts]")) while (!isHydrated()) await new Promise(requestAnimationFrame);
    // React runs effects in a task of their own after that.
    await new Promise((resolve) => setTimeout(resolve));
  });

/** Makes `page.goto` and `page.reload` wait for hydration. */
function withHydration(page: Page): Page {
  const [goto, reload] = [page.goto.bind(page), page.reload.bind(page)];
  page.goto = async (...args) => {
    const response = await goto(...args);
    // A test that does not wait for the load event looks at an earlier state.
    if (args[1]?.waitUntil !== "commit") await waitForHydration(page);
    return response;
  };
  page.reload = async (...args) => {
    const response = await reload(...args);
    await waitForHydration(page);
    return response;
  };
  return page;
}

async function openContext(browser: Browser, options: BrowserContextOptions): Promise<BrowserContext> {
  const context = await browser.newContext({ reducedMotion: "reduce", ...options });
  context.setDefaultTimeout(PATIENCE_MS);
  return context;
}

const openPage = async (context: BrowserContext, { javaScriptEnabled }: BrowserContextOptions): Promise<Visit> => {
  const page = await context.newPage();
  return watch(javaScriptEnabled === false ? page : withHydration(page));
};

/** A page in a new browser context, without cookies and storage. @param options such as `{ javaScriptEnabled: false }` */
export async function newVisitor(browser: Browser, options: BrowserContextOptions = {}): Promise<Visit> {
  return openPage(await openContext(browser, options), options);
}

/** A browser context that one test after another uses. Its blank page keeps the process of its pages running between them. */
class ReusedContext {
  readonly context: BrowserContext;
  readonly #blank: Page;
  readonly #origins = new Set<string>();

  private constructor(context: BrowserContext, blank: Page) {
    [this.context, this.#blank] = [context, blank];
    context.on("page", (page) => page.on("framenavigated", (frame) => this.#origins.add(new URL(frame.url()).origin)));
  }

  static async open(browser: Browser, options: BrowserContextOptions): Promise<ReusedContext> {
    const context = await openContext(browser, options);
    return new ReusedContext(context, await context.newPage());
  }

  /** Closes its pages and deletes cookies and storage; only the HTTP cache remains. */
  async reset(): Promise<void> {
    const opened = this.context.pages().filter((page) => page !== this.#blank);
    await Promise.all(opened.map((page) => page.close()));
    await this.context.unrouteAll();
    await this.context.clearPermissions();
    await this.context.setOffline(false);
    await this.context.clearCookies();
    const devTools = await this.context.newCDPSession(this.#blank);
    for (const origin of this.#origins) {
      if (origin !== "null") await devTools.send("Storage.clearDataForOrigin", { origin, storageTypes: "all" });
    }
    await devTools.detach();
    this.#origins.clear();
  }
}

/** A browser for all tests of a file. Each visit of a test has a context of its own, without cookies and storage. */
export function withBrowser(launchOptions?: LaunchOptions): {
  visit: (url: string, options?: BrowserContextOptions) => Promise<Visit>;
} {
  let browser: Promise<Browser> | undefined;
  /** By their options. */
  const free = new Map<string, ReusedContext[]>();
  const used: { kind: string; reused: ReusedContext }[] = [];
  afterEach(async () => {
    for (const { kind, reused } of used.splice(0)) {
      await reused.reset();
      free.set(kind, [...(free.get(kind) ?? []), reused]);
    }
  });
  afterAll(async () => (await browser)?.close());
  return {
    async visit(url, options = {}) {
      browser ??= launchBrowser(launchOptions);
      const kind = JSON.stringify(options);
      const reused = free.get(kind)?.pop() ?? (await ReusedContext.open(await browser, options));
      used.push({ kind, reused });
      const visit = await openPage(reused.context, options);
      await visit.page.goto(url);
      return visit;
    },
  };
}
