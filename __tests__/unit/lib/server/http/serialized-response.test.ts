import { IncomingMessage, ServerResponse } from "node:http";
import { connect, Socket } from "node:net";
import { withResponseCache } from "#lib/server/cache/response-cache";
import { SerializedResponse } from "#lib/server/http/serialized-response";
import { travelTo } from "#support/clock";
import { serve } from "#support/serve";

const HITS = 40;
/** How many times they are sent at most. */
const BURSTS = 5;
/** Every byte, so that one which is changed on the way shows. */
const bytes = (length: number) => Buffer.from(Array.from({ length }, (_, at) => at % 256));
const SHORT = bytes(300);

/** A site with one cached response. @param before is called with each response before it is handled */
async function site(
  body: Buffer,
  use: (url: string) => Promise<void>,
  before: (res: ServerResponse) => void = () => {},
) {
  const handle = withResponseCache(
    (_req, res) => {
      res.setHeader("X-Request-Id", "of-the-miss");
      res.writeHead(200, { "Content-Type": "image/x", "Cache-Control": "public, max-age=0" }).end(body);
    },
    { maxBytes: 10_000_000, currentVersion: () => "1" },
  );
  await serve((req, res) => {
    before(res);
    return handle(req, res);
  }, use);
}

/** Sends requests on one connection, all at once or each after the response to the one before, and reads until it is closed. */
function responses(url: string, requests: string[], isPipelined = false): Promise<string> {
  const { hostname, port } = new URL(url);
  const { promise, reject, resolve } = Promise.withResolvers<string>();
  const left = isPipelined ? [requests.join("")] : [...requests];
  let text = "";
  const next = () => socket.write(left.shift() ?? "");
  const socket = connect(Number(port), hostname, next).setEncoding("latin1");
  socket.on("data", (chunk) => {
    text += chunk;
    if (left.length > 0) next();
  });
  socket.on("error", reject).on("close", () => resolve(text));
  return promise;
}

const get = (headers = "", method = "GET") => `${method} / HTTP/1.1\r\nHost: a\r\n${headers}\r\n`;
const LAST = get("Connection: close\r\n");
const times = (count: number, request = get()) => Array.from({ length: count }, () => request);
/** Heads of responses without a body of their own in between. */
const split = (text: string, body: Buffer) => text.split(body.toString("latin1")).slice(0, -1);

afterEach(() => jest.restoreAllMocks());

describe("SerializedResponse", () => {
  test.each([
    [300, false],
    [300, true],
    [8_192, true],
    [8_193, true],
    [200_000, true],
  ])(
    "many hits, %i bytes, pipelined %s — the same bytes, an id for each, few heads serialized",
    async (length, isPipelined) => {
      const body = bytes(length);
      await site(body, async (url) => {
        await responses(url, [LAST]);
        const writeHead = jest.spyOn(ServerResponse.prototype, "writeHead");
        let heads: string[] = [];
        // When a second begins, Node's date is late until its timer runs: what is sent meanwhile is serialized each time.
        for (let burst = 0; burst < BURSTS && (burst === 0 || writeHead.mock.calls.length >= HITS / 2); burst++) {
          writeHead.mockClear();
          heads = split(await responses(url, [...times(HITS), LAST], isPipelined), body);
          expect(heads).toHaveLength(HITS + 1);
        }
        const ids = heads.map((head) => /^x-request-id: (.*)\r$/m.exec(head)?.[1]);
        expect(new Set(ids).size).toBe(HITS + 1);
        const alike = new Set(
          heads.slice(0, -1).map((head, n) => head.replace(ids[n] ?? "?", "").replace(/^(Date|Age): .*\r\n/gm, "")),
        );
        expect([...alike]).toEqual([expect.stringMatching(/^HTTP\/1\.1 200 OK\r\n.*\r\nConnection: keep-alive\r\n/s)]);
        expect(writeHead.mock.calls.length).toBeLessThan(HITS / 2);
      });
    },
  );

  test("X-Request-Id of the client — in its response only", async () => {
    await site(SHORT, async (url) => {
      const given = get("X-Request-Id: chosen-by-client\r\n");
      const heads = split(await responses(url, [...times(4), given, ...times(2), LAST]), SHORT);
      expect(heads.map((head) => head.includes("x-request-id: chosen-by-client\r\n"))).toEqual([
        ...[false, false, false, false],
        true,
        ...[false, false, false],
      ]);
    });
  });

  test("HEAD and If-None-Match between hits — no body", async () => {
    await site(SHORT, async (url) => {
      const etag = /^etag: (.*)\r$/im.exec(await responses(url, [LAST]))?.[1];
      const text = await responses(url, [...times(3), get("", "HEAD"), get(`If-None-Match: ${etag}\r\n`), get(), LAST]);
      expect(
        split(text, SHORT).map((part) => part.match(/^HTTP\/1.1 \d+|\nHTTP\/1.1 \d+/g)?.map((line) => line.trim())),
      ).toEqual([
        ...[1, 2, 3].map(() => ["HTTP/1.1 200"]),
        ["HTTP/1.1 200", "HTTP/1.1 304", "HTTP/1.1 200"],
        ["HTTP/1.1 200"],
      ]);
    });
  });

  test("a header set before the hit, as when the server stops — it is sent, the connection is closed", async () => {
    let isStopping = false;
    const before = (res: ServerResponse) => void (isStopping && res.setHeader("Connection", "close"));
    await site(
      SHORT,
      async (url) => {
        await responses(url, [...times(4), LAST]);
        isStopping = true;
        const text = await responses(url, [get()]);
        expect(text).toContain("\r\nConnection: close\r\n");
      },
      before,
    );
  });

  test("a header set before some hits — in their responses only", async () => {
    let isMarked = false;
    const before = (res: ServerResponse) => void (isMarked && res.setHeader("X-Marked", "yes"));
    await site(
      SHORT,
      async (url) => {
        await responses(url, [LAST]);
        isMarked = true;
        const marked = await responses(url, [...times(4), LAST]);
        expect(split(marked, SHORT).filter((head) => head.includes("\r\nX-Marked: yes\r\n"))).toHaveLength(5);
        isMarked = false;
        expect(await responses(url, [...times(4), LAST])).not.toContain("X-Marked");
      },
      before,
    );
  });

  test("a second later — Date and Age of now", async () => {
    await site(SHORT, async (url) => {
      travelTo(Date.now());
      const clock = jest.spyOn(performance, "now").mockReturnValue(0);
      await responses(url, [...times(4), LAST]);
      clock.mockReturnValue(1_500);
      const heads = split(await responses(url, [...times(4), LAST]), SHORT);
      expect(heads.map((head) => /^Age: (\d+)\r$/m.exec(head)?.[1])).toEqual(["1", "1", "1", "1", "1"]);
    });
  });

  test("more responses than are cached — the oldest are evicted", async () => {
    const now = Date.parse("2026-11-30T12:00:00Z");
    travelTo(now);
    const req = Object.assign(new IncomingMessage(new Socket()), { httpVersionMajor: 1, httpVersionMinor: 1 });
    const sent = Array.from({ length: 501 }, () => {
      const res = new ServerResponse(req);
      res.writeHead(200, { Date: new Date(now).toUTCString(), "Content-Length": SHORT.length });
      return SerializedResponse.of(res, SHORT, performance.now(), "");
    });
    const states = sent.map((response) => response?.isFor(new ServerResponse(req), 1));
    expect([states[0], states.at(-1)]).toEqual([false, true]);
  });
});
