import type { Reply } from "#support/send-request";
import { withServer, withSharedServer } from "#support/server";
import { documented } from "./documented.ts";

/** The CORS protocol of the Fetch standard, and refused writes of other sites. */

const LISTED = "https://app.example";
const OTHER = "https://other.example";
const POST = { title: "A", content: "B" };
const JSON_TEXT = JSON.stringify(POST);

const readable = ({ headers }: Reply) => headers.get("access-control-allow-origin");

describe("CORS_ORIGINS set", () => {
  const server = withServer({ CORS_ORIGINS: `${LISTED} https://second.example` });
  const send = documented(server);
  beforeAll(async () => {
    await send("/api/posts", { method: "POST", body: POST });
  });

  test.each<
    [who: string, origin: Record<string, string>, method: string, path: string, status: number, response: string | null]
  >([
    ["listed origin, GET", { Origin: LISTED }, "GET", "/api/posts", 200, LISTED],
    ["listed origin, GET", { Origin: "https://second.example" }, "GET", "/api/posts/1", 200, "https://second.example"],
    ["listed origin, error", { Origin: LISTED }, "GET", "/api/posts/999", 404, LISTED],
    ["listed origin, error", { Origin: LISTED }, "GET", "/api/posts?colour=red", 400, LISTED],
    ["listed origin, error", { Origin: LISTED }, "DELETE", "/api/posts", 405, LISTED],
    ["listed origin, POST", { Origin: LISTED, "Sec-Fetch-Site": "cross-site" }, "POST", "/api/posts", 201, LISTED],
    ["unlisted origin, GET", { Origin: OTHER }, "GET", "/api/posts", 200, null],
    ["another scheme", { Origin: "http://app.example" }, "GET", "/api/posts", 200, null],
    ["another port", { Origin: `${LISTED}:8443` }, "GET", "/api/posts", 200, null],
    ["a longer host", { Origin: `${LISTED}.evil.example` }, "GET", "/api/posts", 200, null],
    ["Origin: null", { Origin: "null" }, "GET", "/api/posts", 200, null],
    ["no Origin", {}, "GET", "/api/posts", 200, null],
    ["unlisted origin, POST", { Origin: OTHER }, "POST", "/api/posts", 403, null],
  ])("%s: %j %s %s %i", async (_who, headers, method, path, status, response) => {
    const reply = await send(path, { method, headers, body: method === "POST" ? POST : undefined });
    expect([reply.status, readable(reply)]).toEqual([status, response]);
    expect(reply.headers.get("vary")).toMatch(/\bOrigin\b/);
    expect(reply.headers.get("access-control-allow-credentials")).toBeNull();
  });

  test("304 — Access-Control-Allow-Origin and Vary", async () => {
    const { headers } = await send("/api/posts", { headers: { Origin: LISTED } });
    const again = { Origin: LISTED, "If-None-Match": headers.get("etag") ?? "" };
    const reply = await send("/api/posts", { headers: again });
    expect([reply.status, readable(reply)]).toEqual([304, LISTED]);
    expect(reply.headers.get("vary")).toMatch(/\bOrigin\b/);
  });

  test("Access-Control-Expose-Headers — Octavo's headers", async () => {
    const { headers } = await send("/api/posts", { headers: { Origin: LISTED } });
    const exposed = headers.get("access-control-expose-headers")?.split(", ") ?? [];
    expect(exposed).toEqual(
      expect.arrayContaining(["ETag", "Link", "Location", "X-Total-Count", "Retry-After", "Idempotency-Replayed"]),
    );
    expect(exposed).toEqual(expect.arrayContaining(["RateLimit", "RateLimit-Policy", "X-Request-Id", "Deprecation"]));
  });

  const preflight = { "Access-Control-Request-Method": "PATCH", "Access-Control-Request-Headers": "if-match" };

  test("preflight — listed origin — allowed methods, headers and max age", async () => {
    const reply = await send("/api/posts/1", { method: "OPTIONS", headers: { Origin: LISTED, ...preflight } });
    expect([reply.status, reply.text, readable(reply)]).toEqual([204, "", LISTED]);
    expect(reply.headers.get("access-control-allow-methods")).toBe("GET, HEAD, PUT, PATCH, DELETE, OPTIONS");
    for (const name of ["Authorization", "Content-Type", "Idempotency-Key", "If-Match", "If-None-Match"]) {
      expect(reply.headers.get("access-control-allow-headers")).toContain(name);
    }
    expect(reply.headers.get("access-control-max-age")).toMatch(/^\d+$/);
  });

  test("preflight — unlisted origin — no Access-Control header", async () => {
    const reply = await send("/api/posts/1", { method: "OPTIONS", headers: { Origin: OTHER, ...preflight } });
    expect([...reply.headers.keys()].filter((name) => name.startsWith("access-control-"))).toEqual([]);
  });
});

describe("CORS_ORIGINS not set", () => {
  const server = withSharedServer();
  const send = documented(server);
  beforeAll(async () => {
    await send("/api/posts", { method: "POST", body: POST });
  });

  test("GET — foreign origin — no Access-Control header", async () => {
    const { headers } = await send("/api/posts", { headers: { Origin: OTHER } });
    expect([...headers.keys()].filter((name) => name.startsWith("access-control-"))).toEqual([]);
  });

  const FOREIGN: [string, Record<string, string>][] = [
    ["another origin", { Origin: OTHER }],
    ["no origin that it would tell", { Origin: "null" }],
    ["another port of this machine", { Origin: "http://127.0.0.1:1" }],
    ["another site, the origin withheld", { "Sec-Fetch-Site": "cross-site" }],
    ["another subdomain, the origin withheld", { "Sec-Fetch-Site": "same-site" }],
  ];
  const WRITES: [string, string, string, string | undefined][] = [
    ["POST", "/api/posts", "application/json", JSON_TEXT],
    ["POST", "/api/posts", "text/plain", JSON_TEXT],
    ["POST", "/api/posts", "application/x-www-form-urlencoded", "title=A&content=B"],
    ["POST", "/api/posts", "multipart/form-data; boundary=x", "--x--"],
    ["PUT", "/api/posts/1", "application/json", JSON_TEXT],
    ["PATCH", "/api/posts/1", "application/merge-patch+json", JSON_TEXT],
    ["DELETE", "/api/posts/1", "", undefined],
    ["POST", "/api/posts/1/restore", "", undefined],
    ["DELETE", "/api/trash/1", "", undefined],
  ];
  const cases = FOREIGN.flatMap(([who, from]) => WRITES.map((write) => [who, from, ...write] as const));

  test.each(cases)("%s %j: %s %s %s — 403", async (_who, from, method, path, type, body) => {
    const before = (await send("/api/posts")).text;
    const headers = { ...from, ...(type && { "Content-Type": type }) };
    const reply = await send(path, { method, headers, body });
    expect(reply.status).toBe(403);
    expect(reply.json()).toMatchObject({ type: "/docs/errors#foreign-origin" });
    expect((await send("/api/posts")).text).toBe(before);
  });

  test.each<[string, () => Record<string, string>]>([
    ["own origin", () => ({ Origin: server.url, "Sec-Fetch-Site": "same-origin" })],
    ["a program", () => ({})],
    ["Sec-Fetch-Site: none", () => ({ "Sec-Fetch-Site": "none" })],
  ])("POST — %s — 201", async (_who, headers) => {
    expect((await send("/api/posts", { method: "POST", headers: headers(), body: POST })).status).toBe(201);
  });
});
