import type { IncomingMessage, ServerResponse } from "node:http";
import { withResponseCache } from "#lib/server/cache/response-cache";
import { withFailureResponses } from "#lib/server/http/failures";
import { travelTo } from "#support/clock";
import { sendExactRequest } from "#support/send-exact-request";
import { sendRequest } from "#support/send-request";
import { serve } from "#support/serve";

const TEXT = "What readers see. ".repeat(100);
const PUBLIC = { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "public, max-age=0, must-revalidate" };

/** How often the handler was asked, and what it answers. */
let made: number;
let version: string | undefined;
let answer: (req: IncomingMessage, res: ServerResponse) => unknown;
beforeEach(() => {
  made = 0;
  version = "1";
  answer = (_req, res) => res.writeHead(200, PUBLIC).end(TEXT);
});

const site = (use: (url: string) => Promise<void>, maxBytes = 1_000_000, currentVersion = async () => version) =>
  serve(
    withFailureResponses(
      withResponseCache(
        (req, res) => {
          made += 1;
          return answer(req, res);
        },
        { maxBytes, currentVersion },
      ),
    ),
    use,
  );

const statusOf = async (url: string, headers: Record<string, string> = {}) =>
  (await sendRequest(url, { headers })).headers.get("cache-status");

test("a response is made once for as long as the version stands", async () => {
  await site(async (url) => {
    expect(await statusOf(url)).toBe("Octavo; fwd=uri-miss; stored");
    const again = await sendRequest(url);
    expect([again.text, again.headers.get("cache-status"), again.headers.get("age")]).toEqual([
      TEXT,
      "Octavo; hit",
      "0",
    ]);
    version = "2";
    answer = (_req, res) => res.writeHead(200, PUBLIC).end("Other words");
    const after = await sendRequest(url);
    expect([after.text, after.headers.get("cache-status")]).toEqual(["Other words", "Octavo; fwd=stale; stored"]);
    expect(made).toBe(2);
  });
});

describe("what would be made the same again", () => {
  const TAG = '"of-all-it-is-made-from"';
  const known: (string | undefined)[] = [];
  beforeEach(() => {
    known.length = 0;
    answer = ({ headers }, res) => {
      known.push(headers["if-none-match"]);
      res.setHeader("ETag", TAG);
      if (headers["if-none-match"] !== TAG) return res.writeHead(200, PUBLIC).end(TEXT);
      res.writeHead(304).end();
      // What Next looks at before it makes a page.
      return res.finished || res.end("made all the same");
    };
  });

  afterEach(() => jest.restoreAllMocks());

  test("is not made, and stays for the versions to come", async () => {
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

  test("is sent as 304 to who has it", async () => {
    await site(async (url) => {
      await sendRequest(url);
      version = "2";
      const headers = { "accept-encoding": "identity", "if-none-match": TAG };
      expect((await sendRequest(url, { headers })).status).toBe(304);
    });
  });

  test("Age — counts from the last revalidation", async () => {
    await site(async (url) => {
      travelTo(0);
      await sendRequest(url);
      travelTo(60_000);
      version = "2";
      await sendRequest(url);
      travelTo(65_000);
      expect((await sendRequest(url)).headers.get("age")).toBe("5");
    });
  });
});

test("what was made while the version moved is of the version before", async () => {
  await site(async (url) => {
    answer = (_req, res) => {
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
  ["a page of another origin", { origin: "https://elsewhere.test" }],
])("%s is answered by the handler alone, and nothing of it is kept", async (_who, headers) => {
  await site(async (url) => {
    expect(await statusOf(url, headers)).toBe("Octavo; fwd=bypass");
    expect(await statusOf(url)).toBe("Octavo; fwd=uri-miss; stored");
    expect(await statusOf(url, headers)).toBe("Octavo; fwd=bypass");
    expect(made).toBe(3);
  });
});

test.each<[string, number, Record<string, string>]>([
  ["private", 200, { "Cache-Control": "private, no-store" }],
  ["silent about it", 200, {}],
  ["a session's beginning", 200, { ...PUBLIC, "Set-Cookie": "octavo=token" }],
  ["a redirect", 308, { ...PUBLIC, Location: "/" }],
  ["a fault", 500, PUBLIC],
])("a response that is %s is not kept", async (_what, status, headers) => {
  answer = (_req, res) => res.writeHead(status, headers).end(TEXT);
  await site(async (url) => {
    for (const _ of [1, 2]) expect(await statusOf(url)).toBe("Octavo; fwd=uri-miss");
  });
});

test("that nothing is there is kept too", async () => {
  answer = (_req, res) => res.writeHead(404, PUBLIC).end(TEXT);
  await site(async (url) => {
    await sendRequest(url);
    const again = await sendRequest(url);
    expect([again.status, again.headers.get("cache-status")]).toEqual([404, "Octavo; hit"]);
  });
});

test("while nobody knows the version, the handler answers", async () => {
  await site(async (url) => {
    await sendRequest(url);
    version = undefined;
    expect(await statusOf(url)).toBe("Octavo; fwd=bypass");
  });
});

test("who asks for the same at once waits for one and the same response", async () => {
  const { promise: all, resolve: allAreHere } = Promise.withResolvers<void>();
  answer = async (_req, res) => {
    await all;
    res.writeHead(200, PUBLIC).end(TEXT);
  };
  let asked = 0;
  const currentVersion = async () => {
    asked += 1;
    if (asked === 20) setImmediate(allAreHere);
    return "1";
  };
  const askAtOnce = async (url: string) => {
    const replies = await Promise.all(Array.from({ length: 20 }, () => sendRequest(url)));
    expect(new Set(replies.map(({ text }) => text))).toEqual(new Set([TEXT]));
    expect(made).toBe(1);
  };
  await site(askAtOnce, 1_000_000, currentVersion);
});

test("a client that goes away takes nobody's response along", async () => {
  const gone = Promise.withResolvers<void>();
  answer = async (req, res) => {
    if (made === 1) {
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

test("a handler that fails before it returns a promise — 500", async () => {
  answer = () => {
    throw new Error("out of order");
  };
  await site(async (url) => expect((await sendRequest(url)).status).toBe(500));
});

test("a handler that fails — 500 without its headers or its message, and the next request is served", async () => {
  answer = async (_req, res) => {
    for (const [name, value] of Object.entries({ ...PUBLIC, ETag: '"1"' })) res.setHeader(name, value);
    throw new Error("out of order");
  };
  await site(async (url) => {
    const { headers, status, text } = await sendRequest(url);
    expect([status, text]).toEqual([500, "The server failed to respond\n"]);
    expect([headers.get("cache-control"), headers.get("etag")]).toEqual(["no-store", null]);
    expect(headers.get("content-security-policy")).toContain("default-src 'none'");
    answer = (_req, res) => res.writeHead(200, PUBLIC).end(TEXT);
    expect((await sendRequest(url)).text).toBe(TEXT);
  });
});

test("a response in pieces is one response", async () => {
  answer = (_req, res) => {
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

describe("codings", () => {
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
  ])("to %s it answers in %s, the same text", async (asked, coding) => {
    await site(async (url) => {
      for (const _ of [1, 2]) {
        const reply = await inCoding(url, asked);
        expect([reply.text, reply.headers.get("content-encoding")]).toEqual([TEXT, coding]);
        expect(reply.headers.get("vary")).toBe("Accept-Encoding");
      }
      expect(made).toBe(1);
    });
  });

  test("each has a tag of its own, and is not sent to who has it", async () => {
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

  test("a write may name the tag of any", async () => {
    const named: (string | undefined)[] = [];
    answer = (req, res) => {
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

  test("a picture stays as it is", async () => {
    answer = (_req, res) => res.writeHead(200, { ...PUBLIC, "Content-Type": "image/png" }).end(Buffer.alloc(2_000));
    await site(async (url) => {
      const { headers } = await inCoding(url, "br");
      expect([headers.get("content-encoding"), headers.get("vary")]).toEqual([null, null]);
    });
  });
});

test("Last-Modified is a validator where there is no tag to ask by", async () => {
  const modified = "Mon, 23 Nov 2026 02:00:00 GMT";
  answer = (_req, res) => res.writeHead(200, { ...PUBLIC, "Last-Modified": modified }).end(TEXT);
  await site(async (url) => {
    const since = (date: string) => sendRequest(url, { headers: { "if-modified-since": date } });
    expect((await since(modified)).status).toBe(304);
    expect((await since("Mon, 23 Nov 2026 01:59:59 GMT")).status).toBe(200);
    expect((await since("yesterday")).status).toBe(200);
  });
});

test("HEAD is answered as GET is, without the text", async () => {
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
    expect(made).toBe(1);
  });
});

test("headers are the same from the handler and from the cache", async () => {
  answer = (_req, res) => {
    res.setHeader("X-Request-Id", "made-by-handler");
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
    expect(seen[0]?.id).toBe("made-by-handler");
    expect(seen[1]?.id).toMatch(/^[\da-f-]{36}$/);
  });
});

test("ever other addresses do not fill the memory", async () => {
  await site(async (url) => {
    for (let n = 0; n < 50; n++) await sendRequest(`${url}?${n}`);
    expect(await statusOf(`${url}?49`)).toBe("Octavo; hit");
    expect(await statusOf(`${url}?0`)).toBe("Octavo; fwd=uri-miss; stored");
  }, 80_000);
});

test("without room nothing is kept, and codings and conditions hold all the same", async () => {
  await site(async (url) => {
    const { headers } = await sendRequest(url, { headers: { "accept-encoding": "br" } });
    expect(headers.get("cache-status")).toBe("Octavo; fwd=bypass");
    const again = await sendRequest(url, {
      headers: { "accept-encoding": "br", "if-none-match": headers.get("etag") ?? "" },
    });
    expect([again.status, made]).toEqual([304, 2]);
  }, 0);
});
