import { withServer } from "#support/server";
import { documented } from "./documented.ts";

/** draft-ietf-httpapi-ratelimit-headers, and 429 of RFC 6585. A window of a minute does not end within a test. */

const POST = { title: "A", content: "B" };
const from = (address: string) => ({ "X-Forwarded-For": address });

describe("a client that writes too often", () => {
  const server = withServer({ WRITE_LIMIT: "2", TRUST_PROXY: "true" });
  const send = documented(server);
  const write = (headers: Record<string, string>) => send("/api/posts", { method: "POST", headers, body: POST });

  test("is told what is left, then 429 and how long to wait", async () => {
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

  test("may read as often as it likes, and is told nothing of limits", async () => {
    const { headers, status } = await send("/api/posts", { headers: from("192.0.2.1") });
    expect([status, headers.get("ratelimit")]).toEqual([200, null]);
  });

  test("is limited in every kind of write alike", async () => {
    await write(from("192.0.2.2"));
    await write(from("192.0.2.2"));
    const headers = from("192.0.2.2");
    for (const method of ["PUT", "PATCH", "DELETE"]) {
      expect((await send("/api/posts/1", { method, headers, body: POST })).status).toBe(429);
    }
    expect((await send("/api/posts/1/restore", { method: "POST", headers })).status).toBe(429);
  });

  test("does not hold up another", async () => {
    expect((await write(from("192.0.2.3"))).status).toBe(201);
  });

  test("is counted by its /64 where it has IPv6, however the address is written", async () => {
    const replies = [
      await write(from("2001:db8:0:1::1")),
      await write(from("2001:DB8:0:1:ffff:eeee:dddd:cccc")),
      await write(from("2001:0db8:0000:0001::2")),
      await write(from("2001:db8:0:2::1")),
    ];
    expect(replies.map(({ status }) => status)).toEqual([201, 201, 429, 201]);
  });

  test("cannot write itself another address in front of the proxy's", async () => {
    const replies = [];
    for (const forged of ["1.1.1.1", "2.2.2.2", "3.3.3.3"]) replies.push(await write(from(`${forged}, 192.0.2.4`)));
    expect(replies.map(({ status }) => status)).toEqual([201, 201, 429]);
  });

  test("is still limited after a restart of the server", async () => {
    for (let count = 0; count < 2; count++) expect((await write(from("192.0.2.5"))).status).toBe(201);
    await server.restart();
    expect((await write(from("192.0.2.5"))).status).toBe(429);
    expect((await write(from("192.0.2.6"))).status).toBe(201);
  });
});

describe("without a proxy that is trusted", () => {
  const server = withServer({ WRITE_LIMIT: "2", POSTING: "members", API_KEY: "a-key-that-is-long-enough" });
  const send = documented(server);

  test("an address that the client names counts for nothing; the owner is one client from everywhere", async () => {
    const statuses = [];
    for (const address of ["192.0.2.1", "192.0.2.2", "192.0.2.3"]) {
      const headers = { ...from(address), Authorization: "Bearer a-key-that-is-long-enough" };
      statuses.push((await send("/api/posts", { method: "POST", headers, body: POST })).status);
    }
    expect(statuses).toEqual([201, 201, 429]);
  });
});
