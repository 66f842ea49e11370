import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import { freePort } from "#support/free-port";
import { sendRequest } from "#support/send-request";
import { withServer } from "#support/server";

/** What readers and programs ask for: pages of every kind, answers, files, and what is not there. */
const ADDRESSES = [
  "/",
  "/blog",
  "/blog?q=first",
  "/blog/1",
  "/blog/1/first-post",
  "/blog/none",
  "/about",
  "/docs",
  "/login",
  "/api/posts",
  "/api/posts/1",
  "/api/posts/none",
  "/api/tags",
  "/api/none",
  "/feed.xml",
  "/sitemap.xml",
  "/robots.txt",
  "/blog/1.md",
  "/theme.js",
  "/icon.svg",
  "/favicon.ico",
  "/manifest.webmanifest",
];

/** What tells of one sending, or of who sent it. Tags and lengths are as the coding is, which the servers choose by themselves. */
const OF_ONE_SENDING = [
  "age",
  "cache-status",
  "connection",
  "content-length",
  "date",
  "etag",
  "keep-alive",
  "transfer-encoding",
  "vary",
  "x-request-id",
];

const API_KEY = "the-key-of-this-test";
const cached = withServer({ SAMPLE_POSTS: "true", POSTING: "members", API_KEY });
const uncached = withServer({ RESPONSE_CACHE: "0", POSTING: "members" }, cached);

let next: ChildProcess;
const plain = { url: "" };
beforeAll(async () => {
  const port = await freePort();
  plain.url = `http://127.0.0.1:${port}`;
  const args = ["node_modules/next/dist/bin/next", "start", "--hostname", "127.0.0.1", "--port", String(port)];
  const DATABASE_URL = await cached.makeDatabase();
  next = spawn(process.execPath, args, {
    stdio: "ignore",
    env: { ...process.env, NODE_ENV: "production", DATABASE_URL, POSTING: "members", LOG_LEVEL: "warn" },
  });
  while (!(await sendRequest(`${plain.url}/api/ready`).catch(() => undefined))?.text) await wait(100);
});
afterAll(async () => {
  next.kill("SIGKILL");
  await once(next, "close");
});

/** What a server answers, but for what may differ. */
async function answer({ url }: { url: string }, path: string) {
  const { status, headers, text } = await sendRequest(url + path, { headers: { "Accept-Encoding": "identity" } });
  const told = (part: string) => part.replaceAll(url.slice("http://".length), "");
  const compared = [...headers].filter(([name]) => !OF_ONE_SENDING.includes(name));
  return {
    status,
    headers: Object.fromEntries(compared.map(([name, value]) => [name, told(value)])),
    text: told(text),
  };
}

test.each(ADDRESSES)("%s is the same from the cache, without it, and from `next start`", async (path) => {
  const first = await answer(cached, path);
  expect(first.headers["content-security-policy"]).toContain("default-src 'none'");
  expect(await answer(cached, path)).toEqual(first);
  expect(await answer(uncached, path)).toEqual(first);
  expect(await answer(plain, path)).toEqual(first);
});

test.each(["/feed", "/openapi.json", "/blog/"])(
  "%s redirects to the same path everywhere; Next alone sends its redirects without our headers",
  async (path) => {
    const first = await answer(cached, path);
    expect(first).toMatchObject({ status: 308, headers: { location: expect.stringMatching(/^\//) } });
    expect(await answer(uncached, path)).toEqual(first);
    const { headers, ...rest } = await answer(plain, path);
    expect(first).toMatchObject({ ...rest, headers });
  },
);

test.each(["/", "/blog", "/blog/1/first-post", "/about"])("who has %s is told so by each of them", async (path) => {
  for (const { url } of [cached, uncached, plain]) {
    const headers = { "Accept-Encoding": "identity" };
    const { text, headers: sent } = await sendRequest(url + path, { headers });
    const etag = sent.get("etag") ?? "";
    const again = await sendRequest(url + path, { headers: { ...headers, "If-None-Match": etag } });
    expect([again.status, again.text, again.headers.get("etag")]).toEqual([304, "", etag]);
    // Going from page to page, the app asks for data alone.
    const build = /\/_next\/static\/([^/]+)\/_buildManifest/.exec(text)?.[1];
    const data = `${url}/_next/data/${build}${path === "/" ? "/index" : path}.json`;
    const ofData = (await sendRequest(data, { headers })).headers.get("etag") ?? "";
    expect(ofData).not.toBe("");
    expect((await sendRequest(data, { headers: { ...headers, "If-None-Match": ofData } })).status).toBe(304);
  }
});

test.each(["/about", "/blog/1/first-post", "/api/posts/1", "/api/about"])(
  "%s is not made again for a change elsewhere, and is the same",
  async (path) => {
    const headers = { Authorization: `Bearer ${API_KEY}`, "Content-Type": "application/json" };
    const body = JSON.stringify({ title: "Another post", content: "The first of them may become a neighbour." });
    let told: string | null = "";
    for (let n = 0; n < 2; n++) {
      expect((await sendRequest(`${cached.url}/api/posts`, { method: "POST", headers, body })).status).toBe(201);
      told = (await sendRequest(cached.url + path)).headers.get("cache-status");
    }
    expect(told).toBe("Octavo; fwd=stale; fwd-status=304; stored");
    expect(await answer(cached, path)).toEqual(await answer(uncached, path));
  },
);
