import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import { freePort } from "#support/free-port";
import { EXPECTED_HEADERS } from "#support/security-headers";
import { sendRequest } from "#support/send-request";
import { withServer } from "#support/server";

/** Paths of every kind: pages, API, files, and unknown ones. */
const PATHS = [
  "/",
  "/blog",
  "/blog?q=first",
  "/blog/1",
  "/blog/1/first-post",
  "/blog/1/another-slug",
  "/blog/none",
  "/blog/99/none",
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
  "/head.js",
  "/icon.svg",
  "/favicon.ico",
  "/manifest.webmanifest",
];

/** Headers that differ between responses or servers; ETag and Content-Length depend on the content coding. */
const DIFFERENT = [
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

/** The response, without what may differ between the servers. */
async function responseOf({ url }: { url: string }, path: string) {
  const { status, headers, text } = await sendRequest(url + path, { headers: { "Accept-Encoding": "identity" } });
  const withoutHost = (part: string) => part.replaceAll(url.slice("http://".length), "");
  const compared = [...headers].filter(([name]) => !DIFFERENT.includes(name));
  return {
    status,
    headers: Object.fromEntries(compared.map(([name, value]) => [name, withoutHost(value)])),
    text: withoutHost(text),
  };
}

/** A response without the security headers, which server.ts sets: `next start` knows none of the settings in them. */
function withoutSecurity<Response extends { headers: Record<string, string> }>({ headers, ...rest }: Response) {
  const others = Object.entries(headers).filter(([name]) => !(name in EXPECTED_HEADERS));
  return { ...rest, headers: Object.fromEntries(others) };
}

test.each(PATHS)("%s — the same response with cache, without cache and from `next start`", async (path) => {
  const first = await responseOf(cached, path);
  expect(first.headers["content-security-policy"]).toContain("default-src 'none'");
  expect(await responseOf(cached, path)).toEqual(first);
  // The first request for a page is routed by Next, later ones call the page directly.
  for (let n = 0; n < 2; n++) expect(await responseOf(uncached, path)).toEqual(first);
  expect(withoutSecurity(await responseOf(plain, path))).toEqual(withoutSecurity(first));
});

test.each(["/feed", "/openapi.json", "/blog/"])(
  "%s — the same redirect with and without cache; `next start` lacks our headers",
  async (path) => {
    const first = await responseOf(cached, path);
    expect(first).toMatchObject({ status: 308, headers: { location: expect.stringMatching(/^\//) } });
    expect(await responseOf(uncached, path)).toEqual(first);
    const { headers, ...rest } = await responseOf(plain, path);
    expect(first).toMatchObject({ ...rest, headers });
  },
);

test.each(["/", "/blog", "/blog/1/first-post", "/about"])(
  "%s and its /_next/data — If-None-Match — 304 with cache, without cache and from `next start`",
  async (path) => {
    for (const { url } of [cached, uncached, plain]) {
      const headers = { "Accept-Encoding": "identity" };
      const { text, headers: sent } = await sendRequest(url + path, { headers });
      const etag = sent.get("etag") ?? "";
      const again = await sendRequest(url + path, { headers: { ...headers, "If-None-Match": etag } });
      expect([again.status, again.text, again.headers.get("etag")]).toEqual([304, "", etag]);
      // Client-side navigation requests the data only.
      const build = /\/_next\/static\/([^/]+)\/_buildManifest/.exec(text)?.[1];
      const data = `${url}/_next/data/${build}${path === "/" ? "/index" : path}.json`;
      const ofData = (await sendRequest(data, { headers })).headers.get("etag") ?? "";
      expect(ofData).not.toBe("");
      expect((await sendRequest(data, { headers: { ...headers, "If-None-Match": ofData } })).status).toBe(304);
    }
  },
);

test.each(["/about", "/blog/1/first-post", "/api/posts/1", "/api/about"])(
  "%s — another post created — revalidated with 304, the same response",
  async (path) => {
    const headers = { Authorization: `Bearer ${API_KEY}`, "Content-Type": "application/json" };
    const body = JSON.stringify({ title: "Another post", content: "The first of them may become a neighbour." });
    let cacheStatus: string | null = "";
    for (let n = 0; n < 2; n++) {
      expect((await sendRequest(`${cached.url}/api/posts`, { method: "POST", headers, body })).status).toBe(201);
      cacheStatus = (await sendRequest(cached.url + path)).headers.get("cache-status");
    }
    expect(cacheStatus).toBe("Octavo; fwd=stale; fwd-status=304; stored");
    expect(await responseOf(cached, path)).toEqual(await responseOf(uncached, path));
  },
);
