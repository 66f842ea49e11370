import { once } from "node:events";
import { readFileSync } from "node:fs";
import { get, type IncomingMessage } from "node:http";
import { unzipSync } from "fflate";
import type { Browser } from "playwright-core";
import { launchBrowser, newVisitor } from "#support/browser";
import { isLong, longTest, sample } from "#support/long";
import { sendRequest } from "#support/send-request";
import { withSharedServer } from "#support/server";
import { asBrowserCookie, signUpAt } from "#support/signed-in";

const server = withSharedServer({ POSTING: "members" });

/** In `test:long` enough that the export is longer than what sockets buffer: text that does not compress. */
const POSTS = isLong ? 120 : 3;

let browser: Browser;
let headers: { cookie: string };
beforeAll(async () => {
  ({ headers } = await signUpAt(server.url, "Olga"));
  for (let n = 0; n < POSTS; n++) {
    const words = Array.from({ length: 15_000 }, (_, at) => ((n * 7919 + at * 104_729) % 1_000_003).toString(36));
    const body = { title: `Post ${n}`, content: words.join(" ") };
    await sendRequest(`${server.url}/api/posts`, { method: "POST", headers, body });
  }
  browser = await launchBrowser();
}, 120_000);
afterAll(() => browser.close());

/** Requests an export, and reads only its beginning. */
async function begin(): Promise<IncomingMessage> {
  const request = get(`${server.url}/api/export`, { headers, agent: false });
  const [response] = (await once(request, "response")) as [IncomingMessage];
  response.pause();
  return response;
}

const write = () =>
  sendRequest(`${server.url}/api/posts`, { method: "POST", headers, body: { title: "Meanwhile", content: "Text" } });

test.each(sample([true], [false]))(
  "/account/export — JavaScript: %s — downloads a zip with everything",
  async (javaScriptEnabled) => {
    const { faults, page } = await newVisitor(browser, { javaScriptEnabled });
    await page.context().addCookies([asBrowserCookie(server.url, headers)]);
    await page.goto(`${server.url}/account/export`);
    await page.getByLabel("Earlier revisions").check();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Download everything" }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^octavo-export-\d{4}-\d\d-\d\d\.zip$/);
    const files = unzipSync(readFileSync(await download.path()));
    expect(Object.keys(files).filter((name) => name.endsWith("/index.md")).length).toBeGreaterThanOrEqual(POSTS);
    expect(Object.keys(files).some((name) => name.startsWith("octavo/revisions/"))).toBe(false);
    expect(Object.keys(files).at(-1)).toBe("octavo/manifest.json");
    expect(faults).toEqual([]);
    await page.context().close();
  },
);

longTest("GET /api/export — a client that does not read on — writes go on, and are not in the export", async () => {
  const response = await begin();
  expect(response.statusCode).toBe(200);
  expect(response.headers).toMatchObject({
    "transfer-encoding": "chunked",
    "cache-control": "private, no-store, no-transform",
  });
  expect(response.headers["set-cookie"]).toBeUndefined();
  expect((await write()).status).toBe(201);
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  const names = Object.keys(unzipSync(Buffer.concat(chunks)));
  expect(names.some((name) => name.includes("/post-3/"))).toBe(true);
  expect(names.some((name) => name.includes("/meanwhile/"))).toBe(false);
});

longTest("GET /api/export — two at a time — 429; a client that leaves makes room", async () => {
  const response = await begin();
  const second = await sendRequest(`${server.url}/api/export`, { headers });
  expect([second.status, second.headers.get("retry-after")]).toEqual([429, "60"]);
  response.destroy();
  let status = 429;
  while (status === 429) {
    const next = await begin();
    status = next.statusCode ?? 0;
    next.destroy();
  }
  expect(status).toBe(200);
  expect(server.log).not.toContain('"level":"error"');
});

test("HEAD /api/export — the headers at once, without an export", async () => {
  const head = await sendRequest(`${server.url}/api/export`, { method: "HEAD", headers });
  expect([head.status, head.headers.get("content-type"), head.text]).toEqual([200, "application/zip", ""]);
});
