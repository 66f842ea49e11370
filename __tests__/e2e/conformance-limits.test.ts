import { withServer } from "#support/server";
import { documented } from "./documented.ts";

/** draft-ietf-httpapi-ratelimit-headers, and 429 of RFC 6585. A window of a minute does not end within a test. */

const POST = { title: "A", content: "B" };
const from = (address: string) => ({ "X-Forwarded-For": address });

describe("WRITE_LIMIT=2, TRUST_PROXY=true", () => {
  const server = withServer({ WRITE_LIMIT: "2", TRUST_PROXY: "true" });
  const send = documented(server);
  const write = (headers: Record<string, string>) => send("/api/posts", { method: "POST", headers, body: POST });

  test("third write — RateLimit headers, then 429 with Retry-After", async () => {
    const replies = [await write(from("192.0.2.1")), await write(from("192.0.2.1")), await write(from("192.0.2.1"))];
    expect(replies.map(({ status }) => status)).toEqual([201, 201, 429]);
    expect(replies.map(({ headers }) => headers.get("ratelimit-policy"))).toEqual(Array(3).fill('"writes";q=2;w=60'));
    const left = replies.map(({ headers }) => /^"writes";r=(\d+);t=\d+$/.exec(headers.get("ratelimit") ?? "")?.[1]);
    expect(left).toEqual(["1", "0", "0"]);
    const [, , last] = replies;
    const wait = Number(last?.headers.get("retry-after"));
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(60);
    expect(last?.json()).toMatchObject({ type: "/docs/errors#too-many-requests", status: 429 });
  });

  test("reads — not limited, no RateLimit header", async () => {
    const { headers, status } = await send("/api/posts", { headers: from("192.0.2.1") });
    expect([status, headers.get("ratelimit")]).toEqual([200, null]);
  });

  test("PUT, PATCH, DELETE, restore — 429 as well", async () => {
    await write(from("192.0.2.2"));
    await write(from("192.0.2.2"));
    const headers = from("192.0.2.2");
    for (const method of ["PUT", "PATCH", "DELETE"]) {
      expect((await send("/api/posts/1", { method, headers, body: POST })).status).toBe(429);
    }
    expect((await send("/api/posts/1/restore", { method: "POST", headers })).status).toBe(429);
  });

  test("another client — 201", async () => {
    expect((await write(from("192.0.2.3"))).status).toBe(201);
  });

  test("IPv6 addresses of one /64, in any notation — one client", async () => {
    const replies = [
      await write(from("2001:db8:0:1::1")),
      await write(from("2001:DB8:0:1:ffff:eeee:dddd:cccc")),
      await write(from("2001:0db8:0000:0001::2")),
      await write(from("2001:db8:0:2::1")),
    ];
    expect(replies.map(({ status }) => status)).toEqual([201, 201, 429, 201]);
  });

  test("forged X-Forwarded-For before the proxy's entry — the same client", async () => {
    const replies = [];
    for (const forged of ["1.1.1.1", "2.2.2.2", "3.3.3.3"]) replies.push(await write(from(`${forged}, 192.0.2.4`)));
    expect(replies.map(({ status }) => status)).toEqual([201, 201, 429]);
  });

  test("server restarted — still 429", async () => {
    for (let count = 0; count < 2; count++) expect((await write(from("192.0.2.5"))).status).toBe(201);
    await server.restart();
    expect((await write(from("192.0.2.5"))).status).toBe(429);
    expect((await write(from("192.0.2.6"))).status).toBe(201);
  });
});

describe("WRITE_LIMIT=2, TRUST_PROXY=false", () => {
  const server = withServer({ WRITE_LIMIT: "2", POSTING: "members", API_KEY: "a-key-that-is-long-enough" });
  const send = documented(server);

  test("X-Forwarded-For — ignored; the owner is one client from every IP", async () => {
    const statuses = [];
    for (const address of ["192.0.2.1", "192.0.2.2", "192.0.2.3"]) {
      const headers = { ...from(address), Authorization: "Bearer a-key-that-is-long-enough" };
      statuses.push((await send("/api/posts", { method: "POST", headers, body: POST })).status);
    }
    expect(statuses).toEqual([201, 201, 429]);
  });
});
