import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import BetterSqlite from "better-sqlite3";
import { DOCS_PAGES, GUIDE } from "#lib/shared/docs";
import { withBrowser } from "#support/browser";
import { scriptsIn } from "#support/empty-page";
import { longTest, sample } from "#support/long";
import { sendRequest } from "#support/send-request";
import { TestServer, withServer } from "#support/server";
import { codeBlocks, curl, type ETags, expectAnswer, terminalCommands } from "#support/terminal";

const server = withServer({ SAMPLE_POSTS: "true" });
const { visit } = withBrowser();
const at = (path: string) => server.url + path;
const ADDRESSES = DOCS_PAGES.map(({ href }) => href);

/** As on the pages: a new database with the sample posts, at the address that they name. */
const asSaid = () => ({
  SAMPLE_POSTS: "true",
  SITE_URL: "http://localhost:3000",
  WRITE_LIMIT: "60",
  DATABASE_URL: `file:${folder}/data/octavo.db`,
});

let folder: string;
let started: TestServer;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "octavo-"));
  started = new TestServer(asSaid());
});
afterEach(async () => {
  await started.discard();
  rmSync(folder, { recursive: true, force: true });
});

/** Whether a page has requests to a server; scripts/guide.test.ts runs the commands of the others. */
const hasRequests = (file: string) => terminalCommands(file).some(({ words: [program] }) => program === "curl");

const WITH_REQUESTS = GUIDE.map(({ file }) => file).filter(hasRequests);
const OF_EVERY_RUN = ["start", "http"];

describe("docs/guide", () => {
  test.each(
    sample(
      OF_EVERY_RUN,
      WITH_REQUESTS.filter((file) => !OF_EVERY_RUN.includes(file)),
    ),
  )("%s — every command — responds as documented", async (file) => {
    await started.start();
    const etags: ETags = new Map();
    for (const command of terminalCommands(file)) {
      if (command.words[0] === "curl") {
        expectAnswer(command, await curl(command.words, started.url, etags), etags);
        continue;
      }
      // NAME=value … npm run dev: from here on with these settings, on the same database.
      expect(command.words.slice(-3)).toEqual(["npm", "run", "dev"]);
      const settings = Object.fromEntries(command.words.slice(0, -3).map((word) => word.split("=")));
      await started.discard();
      started = await new TestServer({ ...asSaid(), ...settings }).start();
    }
  });

  /** Writes the program of the guide, beside the client as a package. @returns its code, and a function that runs Node.js there */
  function assembleClient() {
    const code = codeBlocks("client", "ts").join("\n").replace("http://localhost:3000", started.url);
    const modules = path.join(folder, "node_modules");
    mkdirSync(modules);
    symlinkSync(path.resolve("node_modules/zod"), path.join(modules, "zod"));
    execFileSync(process.execPath, ["scripts/build-client.ts", path.join(modules, "octavo-client")]);
    writeFileSync(path.join(folder, "package.json"), '{"type":"module"}');
    writeFileSync(path.join(folder, "program.ts"), code);
    const run = (program: string) => execFileSync(process.execPath, [program], { cwd: folder, encoding: "utf8" });
    return { code, run };
  }

  test("client — the assembled program — prints what is documented", async () => {
    await started.start();
    const { code, run } = assembleClient();
    const printed = [...code.matchAll(/\/\/ prints (.+)$/gm)].map(([, line]) => line);
    expect(run("program.ts").trim().split("\n")).toEqual(printed);
  });

  longTest("client — the assembled program — type checks", async () => {
    await started.start();
    const { run } = assembleClient();
    const options = { module: "esnext", moduleResolution: "bundler", target: "es2024", strict: true };
    const compilerOptions = { ...options, noEmit: true };
    writeFileSync(path.join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["program.ts"] }));
    expect(run(path.resolve("node_modules/typescript/bin/tsc"))).toBe("");
  });

  test("running — backup and restore — a complete database", async () => {
    await started.start();
    const documented = /^npx octavo (backup|restore) (\S+)$/gm;
    for (const [, command = "", file = ""] of codeBlocks("running", "sh").join("\n").matchAll(documented)) {
      const target = ["--database", `file:${folder}/restored.db`, "--files", `file:${folder}/restored-images`];
      const args = [command, path.join(folder, path.basename(file)), ...(command === "restore" ? target : [])];
      const env = { ...process.env, DATABASE_URL: asSaid().DATABASE_URL, FILES_URL: `file:${started.imageFolder}` };
      execFileSync(process.execPath, ["scripts/bin.js", ...args], { env, stdio: "pipe" });
    }
    const restored = new BetterSqlite(path.join(folder, "restored.db"), { readonly: true });
    expect(restored.prepare("select count(*) as count from posts").get()).toEqual({ count: 2 });
    restored.close();
  });
});

test.each(sample(ADDRESSES.slice(0, 1), ADDRESSES.slice(1)))("%s — shown without browser errors", async (address) => {
  const { page, faults } = await visit(at(address));
  await page.waitForLoadState("networkidle");
  expect(await page.getByRole("heading", { level: 1 }).count()).toBe(1);
  expect(await page.locator("nav[aria-label=Docs] [aria-current=page]").count()).toBe(1);
  expect(faults).toEqual([]);
});

test.each(sample(["/docs/api"], ["/docs"]))(
  "%s — works without JavaScript, no horizontal scrolling on a phone",
  async (address) => {
    const { page } = await visit(at(address), { javaScriptEnabled: false, viewport: { width: 320, height: 640 } });
    expect(await page.locator("main").textContent()).toMatch(/.{200}/s);
    const width = await page.locator("html").evaluate((root) => root.scrollWidth);
    expect(width).toBe(320);
    expect(await page.getByText("Try it").filter({ visible: true }).count()).toBe(0);
  },
);

test.each(["/docs/nothing", "/docs/http/nothing", "/docs/start"])("%s — 404", async (address) => {
  expect((await sendRequest(at(address))).status).toBe(404);
});

longTest("docs — reached from the footer, navigation through all pages", async () => {
  const { page, faults } = await visit(at("/blog"));
  await page.getByRole("contentinfo").getByRole("link", { name: "Docs" }).click();
  for (const { href, name } of DOCS_PAGES) {
    const link = page.getByRole("navigation", { name: "Docs" }).getByRole("link", { name, exact: true });
    await link.click();
    await page.waitForURL(at(href));
    await page.locator(`[aria-current=page]:text-is("${name}")`).waitFor();
  }
  expect(faults).toEqual([]);
});

test("problem type URL — its explanation", async () => {
  const { type } = (await sendRequest(at("/api/posts/999"))).json() as { type: string };
  const { page } = await visit(at(type));
  expect(await page.locator(":target").textContent()).toBe("Not found");
});

longTest("/docs/api — request form — creates and reads a post, shows an error", async () => {
  const { page, faults } = await visit(at("/docs/api#createPost"));
  const make = page.locator("section[aria-labelledby=createPost]");
  await make.getByText("Try it").click();
  await make.getByRole("button", { name: "Send POST" }).click();
  await make.getByText("201 Created").waitFor();
  expect(await make.getByRole("status").textContent()).toMatch(/etag: "\d+-1-[\w-]{8}"[\s\S]*"title": "New Post"/);

  await make.getByLabel("Body").fill('{"title":"Only a title"}');
  await make.getByRole("button", { name: "Send POST" }).click();
  await make.getByText("400 Bad Request").waitFor();
  expect(await make.getByRole("status").textContent()).toContain('"Content is required"');

  const read = page.locator("section[aria-labelledby=getPost]");
  await read.getByText("Try it").click();
  await read.getByLabel("If-None-Match").fill((await sendRequest(at("/api/posts/1"))).headers.get("etag") ?? "");
  await read.getByRole("button", { name: "Send GET" }).click();
  await read.getByText("304 Not Modified").waitFor();
  expect(faults.filter((fault) => !fault.includes("400"))).toEqual([]);
});

test("docs — the reference's script on its own page only, zod on none", async () => {
  const scriptsOf = async (address: string) => scriptsIn((await sendRequest(at(address))).text);
  const [guide, reference] = [await scriptsOf("/docs"), await scriptsOf("/docs/api")];
  const code = async (sources: string[]) =>
    (await Promise.all(sources.map((src) => sendRequest(at(src))))).map(({ text }) => text).join("\n");
  expect(await code(reference)).toContain("Try it");
  expect(await code(guide)).not.toContain("Try it");
  expect(await code([...guide, ...reference])).not.toContain("ZodError");
});
