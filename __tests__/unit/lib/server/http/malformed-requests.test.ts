import { once } from "node:events";
import { createServer, type Server, type ServerOptions } from "node:http";
import { type AddressInfo, connect } from "node:net";
import type { Duplex } from "node:stream";
import { refuseMalformedRequests, withWellFormedRequests } from "#lib/server/http/malformed-requests";
import { EXPECTED_HEADERS, headersIn } from "#support/security-headers";
import { sendRaw } from "#support/send-raw";

let server: Server;
async function listen(isDevelopment: boolean, options: ServerOptions = {}): Promise<string> {
  server = createServer({ requireHostHeader: false, ...options });
  refuseMalformedRequests(server, isDevelopment);
  const handle = withWellFormedRequests((req, res) => req.resume().once("end", () => res.end("Served")));
  server.on("request", (req, res) => void handle(req, res));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const HEAD = "GET / HTTP/1.1\r\nHost: a\r\n";
const CHUNKED = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";

test.each<[what: string, bytes: string, status: number, options?: ServerOptions]>([
  ["bytes that are not HTTP", "hello\r\n\r\n", 400],
  ["headers of more than 16 KiB", `${HEAD}X: ${"x".repeat(20_000)}\r\n\r\n`, 431],
  ["chunk extensions of more than 16 KiB", `${CHUNKED}1;${"x".repeat(20_000)}\r\na\r\n0\r\n\r\n`, 413],
  ["unsupported Expect", `${HEAD}Expect: cake\r\nConnection: close\r\n\r\n`, 417],
  ["no Host header", "GET / HTTP/1.1\r\n\r\n", 400],
  ["two Host headers", `${HEAD}hOST: b\r\n\r\n`, 400],
  ["GET *", "GET * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", 400],
  ["OPTIONS *", "OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", 204],
  // Only here: a request that arrives whole may take longer than that on a busy machine.
  ["headers not complete in time", HEAD, 408, { connectionsCheckingInterval: 20, headersTimeout: 100 }],
])(
  "refuseMalformedRequests — %s — one response with the security headers",
  async (_what, bytes, status, options = {}) => {
    const response = await sendRaw(await listen(false, options), bytes);
    expect(response.match(/HTTP\/1\.1 \d+/g)).toEqual([`HTTP/1.1 ${status}`]);
    expect(headersIn(response)).toMatchObject({ ...EXPECTED_HEADERS, connection: "close" });
  },
);

test("refuseMalformedRequests — malformed chunk after the response began — connection closed, nothing written", async () => {
  const url = await listen(false);
  server.removeAllListeners("request");
  server.on("request", (_req, res) => void res.write("Begun"));
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let response = "";
  socket.on("data", (chunk) => {
    response += chunk;
  });
  socket.write(CHUNKED);
  await once(socket, "data");
  socket.write("zz\r\n");
  await once(socket, "close").catch(() => undefined);
  expect(response.match(/HTTP\/1\.1 \d+/g)).toEqual(["HTTP/1.1 200"]);
});

test("refuseMalformedRequests — client resets the connection of a refused upgrade — the next request is served", async () => {
  const url = await listen(false);
  const { hostname, port } = new URL(url);
  const refused = once(server, "upgrade");
  const socket = connect(Number(port), hostname, () => {
    socket.write(`${HEAD}Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n`, () => socket.resetAndDestroy());
  });
  const [, end] = (await refused) as [unknown, Duplex];
  if (!end.closed) await new Promise((resolve) => end.once("close", resolve));
  expect(await sendRaw(url, `${HEAD}Connection: close\r\n\r\n`)).toContain("200 OK");
});

describe("refuseMalformedRequests — Upgrade: websocket", () => {
  const upgrade = (path: string) =>
    `GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`;

  test("/_next/hmr in development — left to Next", async () => {
    const url = await listen(true);
    server.on("upgrade", (_req, socket) => socket.end("HTTP/1.1 101 Switching Protocols\r\n\r\n"));
    expect(await sendRaw(url, upgrade("/_next/hmr"))).toMatch(/^HTTP\/1\.1 101 /);
  });

  test("other paths in development — 400", async () => {
    expect(await sendRaw(await listen(true), upgrade("/nothing"))).toMatch(/^HTTP\/1\.1 400 /);
  });

  test("/_next/hmr in production — 400", async () => {
    expect(await sendRaw(await listen(false), upgrade("/_next/hmr"))).toMatch(/^HTTP\/1\.1 400 /);
  });
});
