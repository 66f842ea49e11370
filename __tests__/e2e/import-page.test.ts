import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Page } from "playwright-core";
import { Import } from "#lib/shared/imports";
import { withBrowser } from "#support/browser";
import { fixture } from "#support/import";
import { longTest } from "#support/long";
import { sendRequest } from "#support/send-request";
import { TestServer, withServer } from "#support/server";
import { asBrowserCookie, signUpAt } from "#support/signed-in";
import { press } from "#support/writing";

// Hundreds of posts are imported beside the other tests.
jest.setTimeout(180_000);

const server = withServer({ POSTING: "members", SIGN_UP: "open", IMPORT_BYTES_LIMIT: "4" });
const at = (to: string) => server.url + to;
const { visit } = withBrowser();

type Headers = { cookie: string };
let owner: Headers;
beforeEach(async () => {
  await server.empty();
  owner = (await signUpAt(server.url, "Olga")).headers;
});

type File = { name: string; mimeType: string; buffer: Buffer };
const WORDPRESS: File = {
  name: "wordpress.xml",
  mimeType: "text/xml",
  buffer: readFileSync(path.resolve(fixture("wordpress.xml"))),
};
/** Posts that take long enough to import for a test to see it. */
const MANY = 600;
const long = (posts = MANY): File => {
  const items = Array.from(
    { length: posts },
    (_, n) =>
      `<item><title>P${n}</title><link>https://old.example/p${n}/</link><wp:post_id>${n + 1}</wp:post_id><wp:post_date_gmt>2020-01-01 00:00:00</wp:post_date_gmt><wp:status>publish</wp:status><wp:post_type>post</wp:post_type><content:encoded><![CDATA[<p>Some <b>words</b> in a paragraph.</p>]]></content:encoded></item>`,
  );
  const start = `<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><wp:base_blog_url>https://old.example</wp:base_blog_url>`;
  return { name: "long.xml", mimeType: "text/xml", buffer: Buffer.from(`${start}${items.join("")}</channel></rss>`) };
};

const imports = async (url = server.url) =>
  Import.array().parse((await sendRequest(`${url}/api/imports`, { headers: owner })).json());
const newest = async (url?: string) => (await imports(url))[0] as Import;
const countPosts = async (url = server.url) =>
  Number((await sendRequest(`${url}/api/posts?limit=1`, { headers: owner })).headers.get("x-total-count"));

async function open(options = {}, url = server.url) {
  const { faults, page } = await visit("about:blank", options);
  await page.context().addCookies([asBrowserCookie(url, owner)]);
  await page.goto(`${url}/account/import`);
  return { faults, page };
}
async function send(page: Page, ...files: File[]): Promise<void> {
  await page.getByLabel("Source", { exact: true }).setInputFiles(files);
  await press(page, "Upload and check");
}
/** Starts the import once its report is there. */
async function start(page: Page): Promise<void> {
  await sees(page, "The source is checked.");
  await press(page, "Start import");
}
const sees = (page: Page, text: string) => page.getByRole("status").getByText(text).waitFor({ timeout: 60_000 });
async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await wait(50);
}

/** The processes that work on an import. */
const processesOf = (id: string) =>
  execFileSync("ps", ["-A", "-ww", "-o", "pid=,args="], { encoding: "utf8" })
    .split("\n")
    .filter((line) => line.includes("child.ts") && line.includes(id))
    .map((line) => Number.parseInt(line, 10));

/** The import whose process a test has sent a signal to. */
let signalled: string | undefined;
afterEach(() => {
  // One that is stopped when its test fails would keep the output of its server open, which then never ends.
  for (const pid of signalled === undefined ? [] : processesOf(signalled)) process.kill(pid, "SIGKILL");
  signalled = undefined;
});

/** Sends a signal to the process of the import that runs, once that has stored some posts. */
async function signalRun(signal: NodeJS.Signals): Promise<void> {
  await until(async () => (await countPosts()) > 0);
  const { id, state } = await newest();
  expect(["importing", "cancelling"]).toContain(state);
  const processes = processesOf(id);
  expect(processes).toHaveLength(1);
  for (const pid of processes) process.kill(pid, signal);
  signalled = id;
}

/**
 * Stops the process of the import where the server knows how many posts it has, so that it neither ends nor goes on, and where it holds
 * no lock of the database: the server then stores a heartbeat, which it does once a second.
 */
async function pauseRun(): Promise<void> {
  for (;;) {
    await signalRun("SIGSTOP");
    const stopped = Date.now();
    await wait(2_200);
    const [run] = await server.query("select heartbeat from import_runs");
    if (Number(run?.heartbeat) > stopped && (await newest()).progress?.total) return;
    await signalRun("SIGCONT");
    await wait(200);
  }
}

test("upload, report, start, result with links; the same source again — nothing new", async () => {
  const { faults, page } = await open();
  await page.getByRole("navigation", { name: "Account" }).getByRole("link", { name: "Import" }).waitFor();
  await send(page, WORDPRESS);
  await sees(page, "The source is checked. Nothing is imported yet.");
  expect(new URL(page.url()).searchParams.get("id")).toBe((await newest()).id);
  await page.getByText("Will be imported", { exact: true }).waitFor();
  await page.getByRole("region", { name: "Left out" }).getByText("bread.jpg").first().waitFor();
  expect(await countPosts()).toBe(0);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download the report (JSON)" }).click(),
  ]);
  const report = JSON.parse(readFileSync(await download.path(), "utf8")) as { entries: unknown[] };
  expect(report.entries).toHaveLength((await newest()).entries);

  await press(page, "Start import");
  await sees(page, "The import is done.");
  await page.getByText("Imported", { exact: true }).waitFor();
  const posts = await countPosts();
  expect(posts).toBeGreaterThan(1);
  await page.getByRole("link", { name: "The blog" }).click();
  await page.waitForURL("**/blog");

  await page.goto(at("/account/import"));
  await send(page, WORDPRESS);
  await page.getByText("Imported before").waitFor();
  await press(page, "Start import");
  await sees(page, "The import is done.");
  expect(await countPosts()).toBe(posts);
  await page.getByRole("link", { name: "wordpress.xml" }).click();
  await page.getByRole("heading", { name: "Last import" }).waitFor();
  expect(faults).toEqual([]);
});

longTest(
  "progress survives a reload and is in a second tab; cancelled in one, the other shows it; started again, nothing is doubled",
  async () => {
    const { page } = await open();
    await send(page, long());
    await start(page);
    await pauseRun();
    await page.getByText(/^Done: [\d,]+ of 600 posts$/).waitFor();
    await page.reload();
    await page.getByText(/^Done: [\d,]+ of 600 posts$/).waitFor();
    const second = await page.context().newPage();
    await second.goto(at("/account/import"));
    await second.getByText(/^Done: [\d,]+ of 600 posts$/).waitFor();
    await press(second, "Cancel");
    await sees(page, "The import is being cancelled.");
    await signalRun("SIGCONT");
    await sees(second, "Cancelled. What was imported stays");
    await sees(page, "Cancelled. What was imported stays");
    const stored = await countPosts();
    expect(stored).toBeGreaterThan(0);
    expect(stored).toBeLessThan(MANY);
    await press(page, "Start again");
    await sees(page, "The import is done.");
    expect(await countPosts()).toBe(MANY);
  },
);

longTest("its process is killed — interrupted; started again it finishes, nothing is doubled", async () => {
  const { page } = await open();
  await send(page, long());
  await start(page);
  await signalRun("SIGKILL");
  await sees(page, "Interrupted: its process has ended (SIGKILL).");
  // The button that was pressed is gone.
  expect(await page.evaluate(() => document.activeElement?.getAttribute("role"))).toBe("status");
  await press(page, "Start again");
  await sees(page, "The import is done.");
  expect(await countPosts()).toBe(MANY);
  expect((await newest()).report?.counts.known).toBeGreaterThan(0);
});

let doomed: TestServer | undefined;
afterEach(() => doomed?.end("SIGKILL"));

longTest(
  "its server is killed — the process ends, another server shows it as interrupted, and finishes it",
  async () => {
    doomed = await new TestServer({ POSTING: "members" }, server).start();
    const { page } = await open({}, doomed.url);
    await send(page, long());
    await start(page);
    await until(async () => (await countPosts()) > 0);
    const { id } = await newest();
    await doomed.end("SIGKILL");
    await until(async () => processesOf(id).length === 0);
    expect((await newest()).state).toBe("interrupted");
    const { page: other } = await open();
    await sees(other, "Interrupted");
    await press(other, "Start again");
    await sees(other, "The import is done.");
    expect(await countPosts()).toBe(MANY);
  },
);

longTest("files that are none — the page names what was found, and takes the next one", async () => {
  const { page } = await open();
  await press(page, "Upload and check");
  await page.getByRole("alert").getByText("Choose a file.").waitFor();
  await send(page, { name: "photo.xml", mimeType: "text/xml", buffer: Buffer.from("\x89PNG\r\n", "latin1") });
  await page.getByRole("alert").getByText("photo.xml is a PNG image. A source must be an XML file").waitFor();
  await send(page, { name: "big.xml", mimeType: "text/xml", buffer: Buffer.alloc(5 * 1024 * 1024, "<") });
  await page.getByRole("alert").getByText("The source has 5 MiB; it must have at most 4 MiB.").waitFor();
  await send(page, { name: "a.json", mimeType: "application/json", buffer: Buffer.from('{"a": 1}') });
  await sees(page, "The source cannot be imported: nothing to import was found in a");
  await send(page, WORDPRESS);
  await sees(page, "The source is checked.");
});

longTest("options — the posts of an author become another account's; an address that is none is refused", async () => {
  await signUpAt(server.url, "Ada");
  const { page } = await open();
  await send(page, WORDPRESS);
  await page.getByLabel("Address of the old site").fill("kitchen");
  await press(page, "Check again");
  await page.getByText("Site must be an absolute http or https URL").waitFor();
  await page.getByLabel("Address of the old site").fill("https://kitchen.example");
  await page.getByLabel("Olga Petrova").selectOption("Ada (ada@octavo.test)");
  await press(page, "Check again");
  await page
    .locator("dd")
    .getByText(/owned by Ada/)
    .waitFor();
  expect(await page.getByLabel("Olga Petrova").inputValue()).toBe("ada@octavo.test");
  await press(page, "Start import");
  await sees(page, "The import is done.");
  await page
    .locator("dd")
    .getByText(/owned by Ada/)
    .waitFor();
  const posts = (await sendRequest(at("/api/posts?fields=author"), { headers: owner })).json() as {
    author: { name: string };
  }[];
  expect(posts.map(({ author }) => author.name)).toContain("Ada");
});

longTest("an upload that is discarded — its report is gone, and another one may be uploaded", async () => {
  const { page } = await open();
  await send(page, WORDPRESS);
  await press(page, "Discard the upload");
  await page.getByRole("dialog").getByRole("button", { name: "Discard" }).click();
  await page.getByLabel("Source", { exact: true }).waitFor();
  expect(await imports()).toEqual([]);
});

test("authors get 404, visitors sign in first", async () => {
  const ada = (await signUpAt(server.url, "Ada")).headers;
  expect((await sendRequest(at("/account/import"), { headers: ada })).status).toBe(404);
  const { page } = await visit(at("/account/import"));
  expect(page.url()).toContain(`/login?next=${encodeURIComponent("/account/import")}`);
});

describe("without JavaScript", () => {
  const plain = { javaScriptEnabled: false };
  /** Follows the link that a reader without JavaScript has. */
  const refreshUntil = async (page: Page, text: string) => {
    while ((await page.getByText(text).count()) === 0) {
      await page.getByRole("link", { name: "Refresh" }).click();
      await wait(200);
    }
  };

  test("upload, report, start, result", async () => {
    const { page } = await open(plain);
    await send(page, WORDPRESS);
    await refreshUntil(page, "The source is checked.");
    await page.getByText("Will be imported", { exact: true }).waitFor();
    await press(page, "Start import");
    await refreshUntil(page, "The import is done.");
    expect(await countPosts()).toBeGreaterThan(1);
  });

  longTest("cancelled, discarded", async () => {
    const { page } = await open(plain);
    await send(page, long());
    await refreshUntil(page, "The source is checked.");
    await press(page, "Start import");
    await press(page, "Cancel");
    await refreshUntil(page, "Cancelled. What was imported stays");
    await press(page, "Discard the upload");
    await page.getByLabel("Source", { exact: true }).waitFor();
    expect(await imports()).toEqual([]);
  });

  test("a file that is none, an address that is none — the page says why, with the status", async () => {
    const { page } = await open(plain);
    await page
      .getByLabel("Source", { exact: true })
      .setInputFiles({ name: "a.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7") });
    const [response] = await Promise.all([page.waitForNavigation(), press(page, "Upload and check")]);
    expect(response?.status()).toBe(422);
    await page.getByRole("alert").getByText("a.pdf is a PDF document").waitFor();
    await send(page, WORDPRESS);
    await refreshUntil(page, "The source is checked.");
    await page.getByLabel("Address of the old site").fill("kitchen");
    const [refused] = await Promise.all([page.waitForNavigation(), press(page, "Start import")]);
    expect(refused?.status()).toBe(400);
    await page.getByText("Site must be an absolute http or https URL").waitFor();
    expect(await page.getByLabel("Address of the old site").inputValue()).toBe("kitchen");
  });
});
