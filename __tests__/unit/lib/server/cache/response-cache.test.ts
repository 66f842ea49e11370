import type { IncomingMessage, ServerResponse } from "node:http";
import { withResponseCache } from "#lib/server/cache/response-cache";
import { withFailureResponses } from "#lib/server/http/failures";
import { travelTo } from "#support/clock";
import { sendExactRequest } from "#support/send-exact-request";
import { sendRequest } from "#support/send-request";
import { serve } from "#support/serve";

const TEXT = "What readers see. ".repeat(100);
const PUBLIC = { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "public, max-age=0, must-revalidate" };

const NOW = Date.now();

/** How often the handler was called, the content version, and the response. */
let handled: number;
let version: string | undefined;
let response: (req: IncomingMessage, res: ServerResponse) => unknown;
beforeEach(() => {
  handled = 0;
  version = "1";
  response = (_req, res) => res.writeHead(200, PUBLIC).end(TEXT);
});

const site = (use: (url: string) => Promise<void>, maxBytes = 1_000_000, currentVersion = async () => version) =>
  serve(
    withFailureResponses(
      withResponseCache(
        (req, res) => {
          handled += 1;
          return response(req, res);
        },
        { maxBytes, currentVersion },
      ),
    ),
    use,
  );

const statusOf = async (url: string, headers: Record<string, string> = {}) =>
  (await sendRequest(url, { headers })).headers.get("cache-status");

test("withResponseCache — same content version — one handler call, then a hit; next version — stale", async () => {
  await site(async (url) => {
    expect(await statusOf(url)).toBe("Octavo; fwd=uri-miss; stored");
    const again = await sendRequest(url);
    expect([again.text, again.headers.get("cache-status"), again.headers.get("age")]).toEqual([
      TEXT,
      "Octavo; hit",
      "0",
    ]);
    version = "2";
    response = (_req, res) => res.writeHead(200, PUBLIC).end("Other words");
    const after = await sendRequest(url);
    expect([after.text, after.headers.get("cache-status")]).toEqual(["Other words", "Octavo; fwd=stale; stored"]);
    expect(handled).toBe(2);
  });
});

describe("withResponseCache — revalidation with the handler's ETag", () => {
  const TAG = '"of-the-props"';
  const known: (string | undefined)[] = [];
  beforeEach(() => {
    known.length = 0;
    response = ({ headers }, res) => {
      known.push(headers["if-none-match"]);
      res.setHeader("ETag", TAG);
      if (headers["if-none-match"] !== TAG) return res.writeHead(200, PUBLIC).end(TEXT);
      res.writeHead(304).end();
      // Next checks this before it renders a page.
      return res.finished || res.end("rendered all the same");
    };
  });

  afterEach(() => jest.restoreAllMocks());

  test("304 from the handler — the entry is reused for the new version, Cache-Control and codings unchanged", async () => {
    await site(async (url) => {
      const inBrotli = () => sendRequest(url, { headers: { "accept-encoding": "br", "if-none-match": TAG } });
      const first = await inBrotli();
      for (version of ["2", "3"]) {
        const { headers, status, text } = await inBrotli();
        expect([status, text, headers.get("cache-status")]).toEqual([
          200,
          TEXT,
          "Octavo; fwd=stale; fwd-status=304; stored",
        ]);
        expect([headers.get("etag"), headers.get("age")]).toEqual([first.headers.get("etag"), null]);
        expect(await statusOf(url)).toBe("Octavo; hit");
      }
      expect(known).toEqual([undefined, TAG, TAG]);
    });
  });

  test("If-None-Match of the current ETag, entry revalidated — 304", async () => {
    await site(async (url) => {
      await sendRequest(url);
      version = "2";
      const headers = { "accept-encoding": "identity", "if-none-match": TAG };
      expect((await sendRequest(url, { headers })).status).toBe(304);
    });
  });

  test("Age — counts from the last revalidation, whatever the clock is set to", async () => {
    await site(async (url) => {
      travelTo(NOW);
      const clock = jest.spyOn(performance, "now").mockReturnValue(0);
      await sendRequest(url);
      clock.mockReturnValue(60_000);
      version = "2";
      await sendRequest(url);
      clock.mockReturnValue(65_000);
      expect((await sendRequest(url)).headers.get("age")).toBe("5");
      jest.setSystemTime(NOW - 3_600_000);
      expect((await sendRequest(url)).headers.get("age")).toBe("5");
      clock.mockRestore();
    });
  });
});

test("withResponseCache — version changes while the handler runs — stored under the version before", async () => {
  await site(async (url) => {
    response = (_req, res) => {
      version = "2";
      return res.writeHead(200, PUBLIC).end(TEXT);
    };
    await sendRequest(url);
    expect(await statusOf(url)).toBe("Octavo; fwd=stale; stored");
  });
});

test.each<[string, Record<string, string>]>([
  ["a session", { cookie: "a=b; octavo=token" }],
  ["a key", { authorization: "Bearer key" }],
  ["Origin of another site", { origin: "https://elsewhere.test" }],
])("withResponseCache — %s — bypassed, not stored", async (_who, headers) => {
  await site(async (url) => {
    expect(await statusOf(url, headers)).toBe("Octavo; fwd=bypass");
    expect(await statusOf(url)).toBe("Octavo; fwd=uri-miss; stored");
    expect(await statusOf(url, headers)).toBe("Octavo; fwd=bypass");
    expect(handled).toBe(3);
  });
});

test.each<[string, number, Record<string, string>]>([
  ["Cache-Control: private", 200, { "Cache-Control": "private, no-store" }],
  ["no Cache-Control", 200, {}],
  ["Set-Cookie", 200, { ...PUBLIC, "Set-Cookie": "octavo=token" }],
  ["status 308", 308, { ...PUBLIC, Location: "/" }],
  ["status 500", 500, PUBLIC],
])("withResponseCache — a response with %s — not stored", async (_what, status, headers) => {
  response = (_req, res) => res.writeHead(status, headers).end(TEXT);
  await site(async (url) => {
    for (const _ of [1, 2]) expect(await statusOf(url)).toBe("Octavo; fwd=uri-miss");
  });
});

test("withResponseCache — a public 404 — stored", async () => {
  response = (_req, res) => res.writeHead(404, PUBLIC).end(TEXT);
  await site(async (url) => {
    await sendRequest(url);
    const again = await sendRequest(url);
    expect([again.status, again.headers.get("cache-status")]).toEqual([404, "Octavo; hit"]);
  });
});

test("withResponseCache — content version unknown — bypassed", async () => {
  await site(async (url) => {
    await sendRequest(url);
    version = undefined;
    expect(await statusOf(url)).toBe("Octavo; fwd=bypass");
  });
});

test("withResponseCache — 20 concurrent requests for a missing entry — one handler call", async () => {
  const { promise: all, resolve: allArrived } = Promise.withResolvers<void>();
  response = async (_req, res) => {
    await all;
    res.writeHead(200, PUBLIC).end(TEXT);
  };
  let calls = 0;
  const currentVersion = async () => {
    calls += 1;
    if (calls === 20) setImmediate(allArrived);
    return "1";
  };
  const requestAtOnce = async (url: string) => {
    const replies = await Promise.all(Array.from({ length: 20 }, () => sendRequest(url)));
    expect(new Set(replies.map(({ text }) => text))).toEqual(new Set([TEXT]));
    expect(handled).toBe(1);
  };
  await site(requestAtOnce, 1_000_000, currentVersion);
});

test("withResponseCache — 20 requests that wait for one read of the version — one handler call", async () => {
  const version = Promise.withResolvers<string>();
  let waiting = 0;
  const currentVersion = () => {
    waiting += 1;
    if (waiting === 20) version.resolve("1");
    return version.promise;
  };
  const requestAtOnce = async (url: string) => {
    await Promise.all(Array.from({ length: 20 }, () => sendRequest(url)));
    expect(handled).toBe(1);
  };
  await site(requestAtOnce, 1_000_000, currentVersion);
});

test("withResponseCache — a client disconnects while others wait — they get the response", async () => {
  const gone = Promise.withResolvers<void>();
  response = async (req, res) => {
    if (handled === 1) {
      req.socket.destroy();
      gone.resolve();
      return;
    }
    res.writeHead(200, PUBLIC).end(TEXT);
  };
  await site(async (url) => {
    const first = sendRequest(url).catch(() => "nothing");
    await gone.promise;
    expect((await sendRequest(url)).text).toBe(TEXT);
    expect(await first).toBe("nothing");
  });
});

test("withResponseCache — handler throws before it returns a promise — 500", async () => {
  response = () => {
    throw new Error("out of order");
  };
  await site(async (url) => expect((await sendRequest(url)).status).toBe(500));
});

test("withResponseCache — handler rejects — 500 without its headers or its message, and the next request is served", async () => {
  response = async (_req, res) => {
    for (const [name, value] of Object.entries({ ...PUBLIC, ETag: '"1"' })) res.setHeader(name, value);
    throw new Error("out of order");
  };
  await site(async (url) => {
    const { headers, status, text } = await sendRequest(url);
    expect([status, text]).toEqual([500, "The server failed to respond\n"]);
    expect([headers.get("cache-control"), headers.get("etag")]).toEqual(["no-store", null]);
    expect(headers.get("content-security-policy")).toContain("default-src 'none'");
    response = (_req, res) => res.writeHead(200, PUBLIC).end(TEXT);
    expect((await sendRequest(url)).text).toBe(TEXT);
  });
});

test("withResponseCache — a response written in chunks — stored whole", async () => {
  response = (_req, res) => {
    res.statusCode = 200;
    for (const [name, value] of Object.entries(PUBLIC)) res.setHeader(name, value);
    res.write("One, ");
    res.write(Buffer.from("two, "));
    res.end("three");
  };
  await site(async (url) => {
    for (const _ of [1, 2]) expect((await sendRequest(url)).text).toBe("One, two, three");
  });
});

describe("withResponseCache — content codings", () => {
  const inCoding = (url: string, coding: string, headers = {}) =>
    sendRequest(url, { headers: { "accept-encoding": coding, ...headers } });

  test.each([
    ["br", "br"],
    ["gzip, deflate, br", "br"],
    ["gzip", "gzip"],
    ["br;q=0.5, gzip", "gzip"],
    ["br;q=0, *", "gzip"],
    ["identity", null],
    ["zstd", null],
  ])("Accept-Encoding: %s — Content-Encoding %s, same text", async (accepted, coding) => {
    await site(async (url) => {
      for (const _ of [1, 2]) {
        const reply = await inCoding(url, accepted);
        expect([reply.text, reply.headers.get("content-encoding")]).toEqual([TEXT, coding]);
        expect(reply.headers.get("vary")).toBe("Accept-Encoding");
      }
      expect(handled).toBe(1);
    });
  });

  test("ETag — one per coding; If-None-Match of the same coding — 304", async () => {
    await site(async (url) => {
      const tags = [];
      for (const coding of ["br", "gzip", "identity"])
        tags.push((await inCoding(url, coding)).headers.get("etag") ?? "");
      expect(new Set(tags).size).toBe(3);
      for (const [at, coding] of ["br", "gzip", "identity"].entries()) {
        for (const [tagAt, tag] of tags.entries()) {
          const { status, text } = await inCoding(url, coding, { "if-none-match": `"other", ${tag}` });
          expect([status, text]).toEqual(at === tagAt ? [304, ""] : [200, TEXT]);
        }
      }
    });
  });

  test("If-Match with the ETag of any coding — the handler gets the ETag without the coding's suffix", async () => {
    const named: (string | undefined)[] = [];
    response = (req, res) => {
      named.push(req.headers["if-match"]);
      res.writeHead(204).end();
    };
    await site(async (url) => {
      for (const tag of ['"3-1.br"', '"3-1.gzip"', '"3-1"']) {
        await sendRequest(url, { method: "DELETE", headers: { "if-match": tag } });
      }
    });
    expect(named).toEqual(['"3-1"', '"3-1"', '"3-1"']);
  });

  test("image/png — not compressed, no Vary", async () => {
    response = (_req, res) => res.writeHead(200, { ...PUBLIC, "Content-Type": "image/png" }).end(Buffer.alloc(2_000));
    await site(async (url) => {
      const { headers } = await inCoding(url, "br");
      expect([headers.get("content-encoding"), headers.get("vary")]).toEqual([null, null]);
    });
  });
});

test("withResponseCache — no ETag, If-Modified-Since — 304 by Last-Modified", async () => {
  const modified = "Mon, 23 Nov 2026 02:00:00 GMT";
  response = (_req, res) => res.writeHead(200, { ...PUBLIC, "Last-Modified": modified }).end(TEXT);
  await site(async (url) => {
    const since = (date: string) => sendRequest(url, { headers: { "if-modified-since": date } });
    expect((await since(modified)).status).toBe(304);
    expect((await since("Mon, 23 Nov 2026 01:59:59 GMT")).status).toBe(200);
    expect((await since("yesterday")).status).toBe(200);
  });
});

test("withResponseCache — HEAD — the headers of GET without the body", async () => {
  await site(async (url) => {
    const wire = (method: string) =>
      sendExactRequest(url, { method, path: "/", headers: { "accept-encoding": "br" }, raw: "" });
    const head = await wire("HEAD");
    const get = await wire("GET");
    expect(head.text).toBe("");
    for (const { headers } of [head, get]) {
      for (const name of ["date", "age", "cache-status"]) delete headers[name];
    }
    expect(head.headers).toEqual(get.headers);
    expect(handled).toBe(1);
  });
});

test("withResponseCache — miss and hit — same headers, but for X-Request-Id", async () => {
  response = (_req, res) => {
    res.setHeader("X-Request-Id", "set-by-handler");
    res.writeHead(200, { ...PUBLIC, Link: '</x>; rel="next"', "Content-Length": TEXT.length }).end(TEXT);
  };
  await site(async (url) => {
    const seen = [];
    for (const _ of [1, 2]) {
      const { headers } = await sendExactRequest(url, { method: "GET", path: "/", headers: {}, raw: "" });
      const { age: _, "cache-status": __, date: ___, "x-request-id": id, ...rest } = headers;
      seen.push({ id, rest });
    }
    expect(seen[1]?.rest).toEqual(seen[0]?.rest);
    expect(seen[0]?.id).toBe("set-by-handler");
    expect(seen[1]?.id).toMatch(/^[\da-f-]{36}$/);
  });
});

test("withResponseCache — more entries than maxBytes — the oldest are evicted", async () => {
  await site(async (url) => {
    for (let n = 0; n < 50; n++) await sendRequest(`${url}?${n}`);
    expect(await statusOf(`${url}?49`)).toBe("Octavo; hit");
    expect(await statusOf(`${url}?0`)).toBe("Octavo; fwd=uri-miss; stored");
  }, 80_000);
});

test("withResponseCache — maxBytes 0 — bypassed, codings and If-None-Match still handled", async () => {
  await site(async (url) => {
    const { headers } = await sendRequest(url, { headers: { "accept-encoding": "br" } });
    expect(headers.get("cache-status")).toBe("Octavo; fwd=bypass");
    const again = await sendRequest(url, {
      headers: { "accept-encoding": "br", "if-none-match": headers.get("etag") ?? "" },
    });
    expect([again.status, handled]).toEqual([304, 2]);
  }, 0);
});
