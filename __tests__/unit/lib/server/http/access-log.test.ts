import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { withResponseCache } from "#lib/server/cache/response-cache";
import { LINE_MAX, logMalformed, logRequest } from "#lib/server/http/access-log";
import { refuseMalformedRequests } from "#lib/server/http/malformed-requests";
import { requestId } from "#lib/server/http/request-id";
import { recordCache, recordViewer, withRequestRecords } from "#lib/server/http/request-record";
import { log } from "#lib/server/log";
import type { Handle } from "#lib/server/next/capture";
import { withLogLines } from "#support/log-lines";
import { sendRaw } from "#support/send-raw";
import { withSettings } from "#support/settings";

const lines = withLogLines();

let server: Server;
let handle: Handle = (_req, res) => res.end("Served");
let url = "";
beforeAll(async () => {
  server = createServer();
  refuseMalformedRequests(server, false, logMalformed);
  server.on(
    "request",
    withRequestRecords((req, res) => handle(req, res), [logRequest]),
  );
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  handle = (_req, res) => res.end("Served");
});
afterAll(() => server.close());

/** Sends a request, and waits for its line. */
async function logged(path: string, headers: string[] = [], method = "GET") {
  const before = lines.all.length;
  await sendRaw(url, [`${method} ${path} HTTP/1.1`, "Host: a", "Connection: close", ...headers, "", ""].join("\r\n"));
  while (lines.all.length === before) await new Promise(setImmediate);
  return lines.all.at(-1) as NonNullable<(typeof lines.all)[0]>;
}

test("logRequest — a request — one JSON line with what is known of it", async () => {
  handle = (req, res) => {
    recordCache(req, "hit");
    recordViewer(req, "account 42");
    // As Next does for rewrites.
    req.url = "/rewritten";
    res.writeHead(201, { Date: "now", "X-Request-Id": requestId(req) }).end("Served");
  };
  const trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  const agent = 'Browser "1"';
  expect(
    await logged("/blog?q=a", [`traceparent: ${trace}`, `User-Agent: ${agent}`, "X-Request-Id: chosen-by-client"]),
  ).toEqual({
    level: "info",
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    id: "chosen-by-client",
    ip: "127.0.0.1",
    account: "42",
    method: "GET",
    url: "/blog?q=a",
    status: 201,
    bytes:
      "HTTP/1.1 201 Created\r\nDate: now\r\nX-Request-Id: chosen-by-client\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nServed\r\n0\r\n\r\n"
        .length,
    cache: "hit",
    ms: expect.any(Number),
    userAgent: agent,
    traceparent: trace,
    msg: "request",
  });
  expect(lines.all).toHaveLength(1);
});

test.each([
  ["key 7", { key: "7" }],
  ["site", { key: "site" }],
])("logRequest — API key %s — its id", async (viewer, field) => {
  handle = (req, res) => {
    recordViewer(req, viewer);
    res.end();
  };
  expect(await logged("/api/posts")).toMatchObject(field);
});

test("logRequest — two requests on one connection — the bytes of each", async () => {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  for (const count of [1, 2]) {
    socket.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    await once(socket, "data");
    while (lines.all.length < count) await new Promise(setImmediate);
  }
  socket.destroy();
  const [first, second] = lines.all;
  expect(first?.bytes).toBeGreaterThan(100);
  expect(second?.bytes).toBe(first?.bytes);
});

describe("requests of several clients on one connection", () => {
  withSettings({ TRUST_PROXY: true });

  test("logRequest — address, user agent and URL differ — those of each request", async () => {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    const sent = [
      { url: "/a", ip: "203.0.113.7", userAgent: "First" },
      { url: "/a?tag=b", ip: "203.0.113.7", userAgent: "Second" },
      { url: "/a", ip: "203.0.113.8", userAgent: `"${"x".repeat(300)}` },
      { url: "/a", ip: "203.0.113.7", userAgent: "Second" },
      { url: "/a", ip: "203.0.113.8", userAgent: undefined },
    ];
    for (const [n, { ip, url, userAgent }] of sent.entries()) {
      const agent = userAgent === undefined ? "" : `User-Agent: ${userAgent}\r\n`;
      socket.write(`GET ${url} HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: ${ip}\r\n${agent}\r\n`);
      await once(socket, "data");
      while (lines.all.length === n) await new Promise(setImmediate);
    }
    socket.destroy();
    expect(lines.all.map(({ ip, url, userAgent }) => ({ ip, url, userAgent }))).toEqual(
      sent.map((one) => ({ ...one, userAgent: one.userAgent?.replace(/^(".{199}).*/, "$1…") })),
    );
  });
});

test("logRequest — a miss, hits, HEAD and 304 on one connection — the bytes of each, as the client counts them", async () => {
  handle = withResponseCache(
    (_req, res) => {
      res.setHeader("X-Request-Id", "of-the-miss");
      res.writeHead(200, { "Content-Type": "image/x", "Cache-Control": "public, max-age=0" }).end("Served");
    },
    { maxBytes: 100_000, currentVersion: () => "1" },
  );
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const received: number[] = [];
  for (const request of ["GET", "GET", "GET", "GET", "HEAD", "GET", "GET If-None-Match: *", "GET"]) {
    const [method, ...header] = request.split(" ");
    socket.write(`${method} / HTTP/1.1\r\nHost: a\r\n${header.length > 0 ? `${header.join(" ")}\r\n` : ""}\r\n`);
    await once(socket, "data").then(([chunk]: Buffer[]) => received.push(chunk?.length ?? 0));
    while (lines.all.length < received.length) await new Promise(setImmediate);
  }
  socket.destroy();
  expect(lines.all.map(({ bytes }) => bytes)).toEqual(received);
  expect(lines.all.map(({ cache, status }) => `${cache} ${status}`)).toEqual([
    "miss 200",
    ...Array(5).fill("hit 200"),
    "hit 304",
    "hit 200",
  ]);
});

test.each([
  ["before the response", (): void => undefined, null],
  ["within the response", (res: { write(text: string): void }) => res.write("Begun"), 200],
])("logRequest — client disconnects %s — aborted", async (_when, begin, status) => {
  const { promise, resolve } = Promise.withResolvers<void>();
  handle = (_req, res) => {
    begin(res);
    resolve();
  };
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
  await promise;
  socket.destroy();
  while (lines.all.length === 0) await new Promise(setImmediate);
  expect(lines.all).toEqual([expect.objectContaining({ url: "/slow", status, aborted: true, ip: "127.0.0.1" })]);
});

test.each(["/api/health", "/api/ready?for=reads", "/api/metrics"])(
  "logRequest — %s — at the level debug",
  async (path) => {
    log.level = "debug";
    expect(await logged(path)).toMatchObject({ level: "debug" });
    log.level = "info";
    expect(await logged("/after")).toMatchObject({ level: "info", url: "/after" });
    await logged("/after");
    expect(lines.all).toHaveLength(3);
  },
);

test("logRequest — LOG_LEVEL=warn — no line", async () => {
  log.level = "warn";
  await sendRaw(url, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  log.level = "info";
  await logged("/last");
  expect(lines.all.map((line) => line.url)).toEqual(["/last"]);
});

describe("logRequest — secrets", () => {
  const SECRET = "S3cr3t-of-somebody_";

  test.each([
    `/preview/${SECRET}`,
    `/_next/data/build/preview/${SECRET}.json?token=${SECRET}`,
    `/reset-password?token=${SECRET}`,
    `/confirm-email?token=${SECRET}`,
    `/signup?invitation=${SECRET}&next=%2Fpreview%2F${SECRET}`,
    `/login?next=/preview/${SECRET}`,
    `/?${SECRET}`,
  ])("%s — never logged", async (path) => {
    await logged(path);
    expect(lines.text).not.toContain(SECRET);
  });

  test.each([
    "Authorization: Bearer ",
    "Cookie: octavo=",
    "Referer: http://a/preview/",
    "Idempotency-Key: ",
    "Proxy-Authorization: Basic ",
    "X-Forwarded-For: ",
    "traceparent: 00-",
  ])("%s — never logged", async (header) => {
    await logged("/", [header + SECRET]);
    expect(lines.text).not.toContain(SECRET);
  });
});

describe("logRequest — what a client sends", () => {
  test("control characters, quotes and backslashes — escaped, one line", async () => {
    await logged(`/a"b\\c`, [`User-Agent: a"b\\c\td\x9b2Je\x85é\u2028`]);
    expect(lines.text.split("\n")).toHaveLength(2);
    expect(lines.text.trimEnd()).not.toMatch(/\p{Cc}/u);
    // The bytes of UTF-8 are read as Latin-1.
    const userAgent = Buffer.from(`a"b\\c\td\x9b2Je\x85é\u2028`).toString("latin1");
    expect(lines.all[0]).toMatchObject({ url: `/a"b\\c`, userAgent });
  });

  test("the longest headers that Node takes — no line longer than LINE_MAX", async () => {
    await logged(`/${'"'.repeat(7_000)}`, [
      `User-Agent: ${"\x9b".repeat(4_000)}`,
      `X-Request-Id: ${"i".repeat(64)}`,
      `traceparent: cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-${"x".repeat(200)}`,
    ]);
    expect(lines.all[0]?.msg).toBe("request");
    expect(Buffer.byteLength(lines.text)).toBeLessThan(LINE_MAX);
  });

  describe("TRUST_PROXY=true", () => {
    withSettings({ TRUST_PROXY: true });
    test.each([
      ["203.0.113.7", "203.0.113.7"],
      ["10.0.0.1, 203.0.113.7", "203.0.113.7"],
      ["::ffff:203.0.113.7", "203.0.113.7"],
      ["2001:DB8:0:0::1", "2001:db8::1"],
      [`x${"y".repeat(9_000)}`, ""],
      ['"forged":"1', ""],
    ])("X-Forwarded-For: %s — ip %s", async (header, ip) => {
      expect(await logged("/", [`X-Forwarded-For: ${header}`])).toMatchObject({ ip });
    });
  });

  test("X-Forwarded-For without TRUST_PROXY — the connection's address", async () => {
    expect(await logged("/", ["X-Forwarded-For: 203.0.113.7"])).toMatchObject({ ip: "127.0.0.1" });
  });
});

test.each([
  ["bytes that are not HTTP", "hello\r\n\r\n", { status: 400, code: "HPE_INVALID_METHOD" }],
  [
    "an upgrade",
    "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n",
    { status: 400, code: "Upgrade" },
  ],
  [
    "an unknown Expect",
    "GET / HTTP/1.1\r\nHost: a\r\nExpect: x\r\nConnection: close\r\n\r\n",
    { status: 417, code: "Expect" },
  ],
])("logMalformed — %s — a line with the reason", async (_what, bytes, fields) => {
  await sendRaw(url, bytes);
  expect(lines.all).toEqual([
    { level: "info", time: expect.any(String), ip: "127.0.0.1", ...fields, msg: "malformed request" },
  ]);
});
