import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { parsePrometheus, sumOf } from "#support/prometheus";
import { EXPECTED_HEADERS, headersIn } from "#support/security-headers";
import { sendRaw } from "#support/send-raw";
import { sendRequest } from "#support/send-request";
import { withServer } from "#support/server";
import { PASSWORD, signUpAt } from "#support/signed-in";

const METRICS_TOKEN = "the-token-of-this-test";
const API_KEY = "the-key-of-this-test";
const server = withServer({ LOG_LEVEL: "info", METRICS_TOKEN, API_KEY });

const send = (bytes: string, isHangingUp = false) => sendRaw(server.url, bytes, isHangingUp);

const POST = "POST /api/posts HTTP/1.1\r\nHost: octavo.test\r\nContent-Type: application/json\r\nConnection: close\r\n";
const BODY = '{"title":"Smuggled","content":"In"}';
const LENGTH = `Content-Length: ${BODY.length}\r\n`;

async function expectNothingStored() {
  expect((await sendRequest(`${server.url}/api/posts`)).json()).toEqual([]);
  expect(server.log).not.toContain('"level":"error"');
}

test.each([
  ["two lengths", `${POST}${LENGTH}Content-Length: 3\r\n\r\n${BODY}`],
  ["Content-Length and Transfer-Encoding", `${POST}${LENGTH}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
  ["unknown Transfer-Encoding", `${POST}Transfer-Encoding: chunked, foo\r\n\r\n${BODY}`],
  ["Content-Length not a number", `${POST}Content-Length: 3x\r\n\r\n${BODY}`],
  ["negative Content-Length", `${POST}Content-Length: -3\r\n\r\n${BODY}`],
  ["invalid chunk size", `${POST}Transfer-Encoding: chunked\r\n\r\nzz\r\n${BODY}\r\n0\r\n\r\n`],
  ["space before a colon", `${POST}Content-Length : 3\r\n\r\n${BODY}`],
  ["folded header", `${POST}X-Odd: a\r\n b\r\nContent-Length: 3x\r\n\r\n`],
  ["two hosts", `GET /api/posts HTTP/1.1\r\nHost: octavo.test\r\nHost: evil.test\r\nConnection: close\r\n\r\n`],
  ["two equal Host headers", `GET / HTTP/1.1\r\nHost: octavo.test\r\nhost: octavo.test\r\nConnection: close\r\n\r\n`],
  ["unknown Expect", `${POST}${LENGTH}Expect: 200-ok\r\n\r\n${BODY}`],
  ["GET *", "GET * HTTP/1.1\r\nHost: octavo.test\r\nConnection: close\r\n\r\n"],
  ["no host", `GET /api/posts HTTP/1.1\r\n\r\n`],
  ["CONNECT to a host", "CONNECT octavo.test:443 HTTP/1.1\r\nHost: octavo.test\r\n\r\n"],
  ["CONNECT to a path", "CONNECT /api/posts HTTP/1.1\r\nHost: octavo.test\r\n\r\n"],
  ["unknown method", `BREW /api/posts HTTP/1.1\r\nHost: a\r\n\r\n`],
  ["unterminated headers", `GET /api/posts HTTP/1.1\r\nHost: a\r\nX: ${"x".repeat(40_000)}\r\n\r\n`],
  ["unknown HTTP version", `GET /api/posts HTTP/9.9\r\nHost: a\r\n\r\n`],
  ["not HTTP", "\u0016\u0003\u0001hello\r\n\r\n"],
])("%s — refused, nothing stored", async (_name, bytes) => {
  const response = await send(bytes);
  expect(response).toMatch(/^HTTP\/1\.1 4\d\d /);
  expect(headersIn(response)).toMatchObject(EXPECTED_HEADERS);
  expect(response.match(/HTTP\/1\.1 /g)).toHaveLength(1);
  await expectNothingStored();
});

test("HTTP/1.0 without Host — served", async () => {
  expect(await send("GET /api/posts HTTP/1.0\r\n\r\n")).toMatch(/^HTTP\/1\.1 200 /);
});

test("bytes that are not a request, after a response has begun — nothing written into it", async () => {
  const response = await send("GET /api/posts HTTP/1.1\r\nHost: octavo.test\r\n\r\nhello\r\n\r\n");
  const [first = "", ...rest] = response.split(/(?=HTTP\/1\.1 )/);
  expect(first).toMatch(/^HTTP\/1\.1 (200|400) /);
  for (const next of rest) expect(next).toMatch(/^HTTP\/1\.1 400 /);
});

describe("Upgrade", () => {
  const upgrade = (path: string, protocol = "websocket") =>
    `GET ${path} HTTP/1.1\r\nHost: octavo.test\r\nConnection: Upgrade\r\nUpgrade: ${protocol}\r\n\r\n`;

  test.each(["/", "/nothing", "/api/posts", "/head.js", "/_next/hmr", "/%", "/blog/1"])(
    "%s — 400, connection closed",
    async (path) => {
      // Next is loaded, and has added its own listener if it was given the server.
      await sendRequest(`${server.url}/blog`);
      const response = await send(upgrade(path));
      expect(response).toMatch(/^HTTP\/1\.1 400 /);
      expect(headersIn(response)).toMatchObject({ ...EXPECTED_HEADERS, connection: "close" });
    },
  );

  test("client neither reads nor closes — connection closed, no error", async () => {
    const { hostname, port } = new URL(server.url);
    const sockets = ["websocket", "h2c"].map((protocol) => {
      const socket = connect({ port: Number(port), host: hostname, allowHalfOpen: true });
      socket.write(upgrade("/nothing", protocol));
      socket.pause();
      return socket;
    });
    await Promise.all(sockets.map((socket) => once(socket.resume(), "end")));
    // Half-open: writing goes on until the server has let go of the connection.
    for (const socket of sockets) {
      const closed = once(socket, "close").catch(() => undefined);
      const writing = setInterval(() => socket.write("x"), 20);
      await closed;
      clearInterval(writing);
    }
    expect((await sendRequest(`${server.url}/api/health`)).status).toBe(200);
    expect(server.log).not.toContain('"level":"error"');
  });
});

test("client disconnects within a body — nothing stored, no error logged", async () => {
  await send(`${POST}Content-Length: 999\r\n\r\n${BODY}`, true);
  await expectNothingStored();
});

test.each(["/%", "/%ff", "/api/posts/%ff", "//evil.example/%2e%2e", "/api/posts/..%5c..", "/blog/%00", "*", "a b"])(
  "path %s — no 5xx",
  async (path) => {
    const response = await send(`GET ${path} HTTP/1.1\r\nHost: octavo.test\r\nConnection: close\r\n\r\n`);
    expect(response).toMatch(/^HTTP\/1\.1 [234]\d\d /);
  },
);

test.each(["evil.example/x?", "a b", "[::1", "<script>", `${"a".repeat(300)}.test`])(
  "Host: %j — not used in URLs",
  async (host) => {
    const body = '{"title":"A","content":"B"}';
    const sent = `POST /api/posts HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
    const response = await send(sent);
    if (!response.startsWith("HTTP/1.1 201")) return expect(response).toMatch(/^HTTP\/1\.1 4\d\d /);
    const { url } = JSON.parse(response.slice(response.indexOf("\r\n\r\n"))) as { url: string };
    return expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/blog\//);
  },
);

test("pipelined requests — responses in order", async () => {
  const get = (id: string, rest = "") => `GET /api/posts/${id} HTTP/1.1\r\nHost: octavo.test\r\n${rest}\r\n`;
  const response = await send(get("abc") + get("-1") + get("01", "Connection: close\r\n"));
  expect(response.match(/HTTP\/1\.1 404 /g)).toHaveLength(3);
});

test.each(["/", "/blog", "/api/posts", "/feed.xml", "/nothing", "/_next/data/x/blog.json"])(
  "%s — more than 100 query parameters — 400 names the limit",
  async (path) => {
    const { headers, status, text } = await sendRequest(`${server.url}${path}?${"a=1&".repeat(3_000)}`);
    expect([status, text]).toEqual([400, "The query has more than 100 parameters\n"]);
    expect(Object.fromEntries(headers)).toMatchObject(EXPECTED_HEADERS);
  },
);

test("100 query parameters — 200", async () => {
  expect((await sendRequest(`${server.url}/?${"a=1&".repeat(99)}`)).status).toBe(200);
});

test("/500 — 404", async () => {
  for (const path of ["/500", "/500?a=1"]) {
    expect((await sendRequest(`${server.url}${path}`)).status).toBe(404);
  }
});

/** The lines of the log about requests, once `isComplete`: they are written a moment later. */
async function requestLines(isComplete: (lines: Record<string, unknown>[]) => boolean) {
  for (;;) {
    const lines = server.log.split("\n").filter((line) => line.endsWith('"msg":"request"}'));
    const parsed = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    if (isComplete(parsed)) return parsed;
    await wait(20);
  }
}

test("log — a page and an endpoint, rendered and from the cache — a line for each, with the id of the response", async () => {
  const headers = { "User-Agent": "Logged/1.0" };
  const urls = ["/about", "/about", "/api/tags", "/api/tags"];
  const ids: (string | null)[] = [];
  for (const path of urls) ids.push((await sendRequest(server.url + path, { headers })).headers.get("x-request-id"));
  const ours = (lines: Record<string, unknown>[]) => lines.filter(({ userAgent }) => userAgent === "Logged/1.0");
  const lines = ours(await requestLines((all) => ours(all).length === urls.length));
  expect(lines.map(({ cache, ip, method, status, url }) => [ip, method, url, status, cache])).toEqual([
    ["127.0.0.1", "GET", "/about", 200, "miss"],
    ["127.0.0.1", "GET", "/about", 200, "hit"],
    ["127.0.0.1", "GET", "/api/tags", 200, "miss"],
    ["127.0.0.1", "GET", "/api/tags", 200, "hit"],
  ]);
  expect(lines.slice(2).map(({ id }) => id)).toEqual(ids.slice(2));
  for (const { bytes } of lines) expect(bytes).toBeGreaterThan(400);
});

test("log — session, API key — the account, the key; nothing secret", async () => {
  const { answer, headers } = await signUpAt(server.url, "Olga");
  const { id } = answer.json() as { id: string };
  const key = { authorization: `Bearer ${API_KEY}` };
  const secret = "S3cret-of-somebody_";
  await sendRequest(`${server.url}/account?as=page`, { headers });
  await sendRequest(`${server.url}/api/keys`, { headers });
  await sendRequest(`${server.url}/api/posts`, { headers: key });
  await sendRequest(`${server.url}/preview/${secret}`);
  await sendRequest(`${server.url}/signup?invitation=${secret}`);
  await sendRequest(`${server.url}/last`);
  const lines = await requestLines((all) => all.some(({ url }) => url === "/last"));
  const of = (url: string) => lines.findLast((line) => line.url === url);
  expect(of("/account?…")).toMatchObject({ account: id, cache: "bypass" });
  expect(of("/api/keys")).toMatchObject({ account: id });
  expect(of("/api/posts")).toMatchObject({ key: "site", cache: "bypass" });
  for (const hidden of [secret, API_KEY, METRICS_TOKEN, PASSWORD, headers.cookie.slice(7)]) {
    expect(server.log).not.toContain(hidden);
  }
});

test("GET /api/metrics — malformed requests, hits, pages, unknown paths — counted by a route of a fixed set", async () => {
  const authorization = `Bearer ${METRICS_TOKEN}`;
  const scrape = async () =>
    parsePrometheus((await sendRequest(`${server.url}/api/metrics`, { headers: { authorization } })).text);
  await sendRequest(`${server.url}/api/tags`);
  await sendRequest(`${server.url}/about`);
  const before = await scrape();
  await send("hello\r\n\r\n");
  await sendRequest(`${server.url}/about`);
  await sendRequest(`${server.url}/api/tags`, { headers: { "if-none-match": "*" } });
  await sendRequest(`${server.url}/api/posts/12345?fields=id`);
  await sendRequest(`${server.url}/blog/12345/a-slug`);
  await sendRequest(`${server.url}/nothing/${Math.random()}`);
  const after = await scrape();
  const grown = (labels: Record<string, string>, name = "octavo_http_requests_total") =>
    sumOf(after, name, labels) - sumOf(before, name, labels);
  expect(grown({ status: "400" }, "octavo_http_malformed_requests_total")).toBe(1);
  expect(grown({ route: "/about", cache: "hit", status: "200" })).toBe(1);
  expect(grown({ route: "/api/tags", cache: "hit", status: "304" })).toBe(1);
  expect(grown({ route: "/api/posts/[id]", status: "404" })).toBe(1);
  expect(grown({ route: "/blog/[id]/[slug]", status: "404" })).toBe(1);
  expect(grown({ route: "/[...path]", status: "404" })).toBe(1);
  expect(grown({ route: "/api/metrics" })).toBe(1);
  const routes = after.get("octavo_http_requests_total")?.samples.map(({ labels }) => labels.route ?? "");
  expect(routes).toContain("/blog/[id]/[slug]");
  for (const route of routes ?? []) expect(route).not.toMatch(/^\/(nothing|%)|\d\d\d\d|0\./);
  expect(sumOf(after, "octavo_cache_entries", { cache: "response" })).toBeGreaterThan(0);
  expect(sumOf(after, "octavo_http_connections")).toBeGreaterThan(0);
});
