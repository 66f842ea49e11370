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
])("getOrigin — Host: %s — used", async (host) => {
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
])("getOrigin — invalid Host %j — the address the server listens on", async (host) => {
  expect(await originOf({ host })).toBe(HERE);
});

test("getOrigin — no Host — HOST and PORT", async () => {
  expect(await originOf({}, { HOST: "0.0.0.0", PORT: "8080" })).toBe("http://0.0.0.0:8080");
});

test("getOrigin — SITE_URL set — SITE_URL, whatever the headers", async () => {
  const settings = { SITE_URL: "https://blog.example/", TRUST_PROXY: "true" };
  expect(await originOf(PROXIED, settings)).toBe("https://blog.example");
});

describe("getOrigin — X-Forwarded-Host and X-Forwarded-Proto", () => {
  test("without TRUST_PROXY — ignored", async () => {
    expect(await originOf(PROXIED)).toBe("http://inside:3000");
  });

  test("with TRUST_PROXY — used", async () => {
    expect(await originOf(PROXIED, { TRUST_PROXY: "true" })).toBe("https://example.org");
  });

  test("several values — the first", async () => {
    const headers = { ...PROXIED, "x-forwarded-host": "example.org, inner", "x-forwarded-proto": "https, http" };
    expect(await originOf(headers, { TRUST_PROXY: "true" })).toBe("https://example.org");
  });

  test.each(["ftp", "javascript", "HTTPS//", ""])("invalid X-Forwarded-Proto %j — http", async (proto) => {
    expect(await originOf({ ...PROXIED, "x-forwarded-proto": proto }, { TRUST_PROXY: "true" })).toBe(
      "http://example.org",
    );
  });

  test("invalid X-Forwarded-Host — ignored", async () => {
    expect(await originOf({ ...PROXIED, "x-forwarded-host": "a/b" }, { TRUST_PROXY: "true" })).toBe(
      "https://127.0.0.1:3000",
    );
  });
});
