import type { IncomingMessage } from "node:http";

/** The origin of a request with `headers`, in a process with `settings`. */
async function originOf(headers: Record<string, string>, settings: Record<string, string> = {}): Promise<string> {
  const before = { ...process.env };
  Object.assign(process.env, settings);
  try {
    let origin = "";
    await jest.isolateModulesAsync(async () => {
      const fresh = await import("#lib/server/origin");
      origin = fresh.getOrigin({ headers } as unknown as IncomingMessage);
    });
    return origin;
  } finally {
    for (const name of Object.keys(settings)) delete process.env[name];
    Object.assign(process.env, before);
  }
}

const HERE = "http://127.0.0.1:3000";
const PROXIED = { host: "inside:3000", "x-forwarded-host": "example.org", "x-forwarded-proto": "https" };

test.each([
  "example.org",
  "example.org:8080",
  "localhost:3000",
  "192.0.2.1",
  "[::1]:3000",
  "[2001:db8::1]",
  "EXAMPLE.org",
])("is what the request was sent to: %s", async (host) => {
  expect(await originOf({ host })).toBe(`http://${host}`);
});

test.each([
  "",
  "a b",
  "example.org/path",
  "example.org:99999",
  "1.2.3.4.5",
  "[::::]",
  "user@example.org",
  "example.org:port",
  "example.org:123456",
  "<script>",
  'x"onload=',
  "example.org#x",
  "[::1",
  "::1",
  "a".repeat(300),
])("is this server's own address where Host is none: %j", async (host) => {
  expect(await originOf({ host })).toBe(HERE);
});

test("is this server's own address without a Host", async () => {
  expect(await originOf({}, { HOST: "0.0.0.0", PORT: "8080" })).toBe("http://0.0.0.0:8080");
});

test("is SITE_URL where that is set, whatever the request says", async () => {
  const settings = { SITE_URL: "https://blog.example/", TRUST_PROXY: "true" };
  expect(await originOf(PROXIED, settings)).toBe("https://blog.example");
});

describe("X-Forwarded headers", () => {
  test("are not believed unless a proxy is trusted", async () => {
    expect(await originOf(PROXIED)).toBe("http://inside:3000");
  });

  test("are believed with TRUST_PROXY", async () => {
    expect(await originOf(PROXIED, { TRUST_PROXY: "true" })).toBe("https://example.org");
  });

  test("of several proxies: the first, which is what the client asked for", async () => {
    const headers = { ...PROXIED, "x-forwarded-host": "example.org, inner", "x-forwarded-proto": "https, http" };
    expect(await originOf(headers, { TRUST_PROXY: "true" })).toBe("https://example.org");
  });

  test.each(["ftp", "javascript", "HTTPS//", ""])("a protocol that is none is http: %j", async (proto) => {
    expect(await originOf({ ...PROXIED, "x-forwarded-proto": proto }, { TRUST_PROXY: "true" })).toBe(
      "http://example.org",
    );
  });

  test("a host that is none is not taken", async () => {
    expect(await originOf({ ...PROXIED, "x-forwarded-host": "a/b" }, { TRUST_PROXY: "true" })).toBe(
      "https://127.0.0.1:3000",
    );
  });
});
