import { readFileSync } from "node:fs";
import http from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { brotliDecompressSync } from "node:zlib";
import { readEnv } from "#lib/server/env";
import { FakeInstance } from "#support/fake-instance";
import { freePort } from "#support/free-port";
import { noise } from "#support/image-files";
import { REVERSE_PROXIES, type ReverseProxy } from "#support/reverse-proxies";
import { sendOverTls, type TlsReply } from "#support/send-over-tls";
import { TestServer } from "#support/server";
import { setupCodeAt } from "#support/setup-code";
import { PASSWORD } from "#support/signed-in";

/*
 * The configurations in `deployment/`, with Debian's nginx and Caddy: `apt-get install nginx-light caddy`. Skipped for the one that is not
 * installed.
 */

const WRITES = ["POST", "PUT", "PATCH", "DELETE"];
const KEY = "a-key-of-the-owner-for-tests";
const AS_OWNER = { Authorization: `Bearer ${KEY}` };
/** Clients of a rolling restart, of each kind. */
const CLIENTS = 4;

/** Resolves when a proxy has a certificate, and an instance to send requests to. */
async function responds(url: string): Promise<void> {
  while ((await sendOverTls(url).catch(() => undefined))?.status !== 200) await wait(50);
}

describe.each(REVERSE_PROXIES)("$name", ({ name, start }) => {
  if (start === undefined) {
    test.skip(`${name} is not installed: apt-get install nginx-light caddy`, () => {});
    return;
  }

  describe("in front of two instances that count", () => {
    let instances: [FakeInstance, FakeInstance];
    let proxy: ReverseProxy;
    beforeEach(async () => {
      const [one, other, https, http] = await Promise.all([freePort(), freePort(), freePort(), freePort()]);
      instances = [new FakeInstance(one), new FakeInstance(other)];
      await Promise.all(instances.map((instance) => instance.start()));
      proxy = await start({ https, http, instances: [one, other] });
      // Caddy has checked both.
      await responds(proxy.url);
      forget();
    });
    afterEach(async () => {
      await proxy.stop();
      await Promise.all(instances.map((instance) => instance.stop()));
    });
    const received = () => instances.flatMap(({ requests }) => requests);
    function forget(): void {
      for (const instance of instances) {
        instance.requests.length = 0;
        instance.connections = 0;
      }
    }
    const send = (method: string, path: string) =>
      sendOverTls(proxy.url + path, {
        method,
        body: method === "DELETE" || method === "GET" ? undefined : { title: "Hello" },
      });

    test("GET of links with secrets — the proxy logs none of them: Octavo logs each request without", async () => {
      const paths = ["/preview/a-token-of-a-link", "/reset-password?token=a-token-of-a-link"];
      for (const path of paths) expect((await send("GET", path)).status).toBe(200);
      await fetch(proxy.plainUrl + paths[0], { redirect: "manual" });
      expect(received().sort()).toEqual(paths.map((path) => `GET ${path}`));
      expect(proxy.log()).not.toContain("a-token");
    });

    test.each(WRITES)("%s — the instance breaks off after it has received it — 502, sent once", async (method) => {
      for (const instance of instances) instance.breaks = true;
      const { status } = await send(method, "/api/posts/1");
      expect(received()).toEqual([`${method} /api/posts/1`]);
      expect(status).toBe(502);
    });

    test("POST of an image — the instance breaks off — 502, sent once", async () => {
      for (const instance of instances) instance.breaks = true;
      const { status } = await sendOverTls(`${proxy.url}/api/images`, { method: "POST", body: Buffer.alloc(300_000) });
      expect(received()).toEqual(["POST /api/images"]);
      expect(status).toBe(502);
    });

    test("GET — an instance breaks off — sent to the other one", async () => {
      instances[0].breaks = true;
      // Caddy chooses by chance.
      while (instances[0].requests.length === 0) expect((await send("GET", "/blog")).status).toBe(200);
    });

    /** Sends requests one after the other. @returns the paths of those that got 200, and of those that did not */
    async function sendMany(to: string, request: (path: string) => Promise<TlsReply>) {
      const paths: Record<"served" | "refused", string[]> = { served: [], refused: [] };
      for (let count = 0; count < 6; count++) {
        const path = `${to}?count=${count}`;
        paths[(await request(path)).status === 200 ? "served" : "refused"].push(path);
      }
      return paths;
    }

    test.each([...WRITES, "GET"])(
      "%s — an instance refuses connections — the other one gets it, once",
      async (method) => {
        await instances[0].stop();
        const { refused, served } = await sendMany("/api/posts/1", (path) => send(method, path));
        expect(received()).toEqual(served.map((path) => `${method} ${path}`));
        // Caddy 2.6 does not send a body to another instance, even where it has not sent it yet: 502, until its next check.
        if (name === "nginx" || !method.startsWith("P")) expect(refused).toEqual([]);
        while ((await send(method, "/blog")).status !== 200) await wait(50);
      },
    );

    test("POST of an image — an instance refuses connections — the other one gets it, once and whole", async () => {
      await instances[0].stop();
      const upload = (path: string) => sendOverTls(proxy.url + path, { method: "POST", body: Buffer.alloc(300_000) });
      const { refused, served } = await sendMany("/api/images", upload);
      expect(received()).toEqual(served.map((path) => `POST ${path}`));
      if (name === "nginx") expect(refused).toEqual([]);
      while ((await upload("/api/images")).status !== 200) await wait(50);
    });

    test("GET — forty times — over connections that are reused", async () => {
      for (let count = 0; count < 40; count++) await send("GET", "/blog");
      expect(received()).toHaveLength(40);
      // One for each worker and instance.
      expect(instances[0].connections + instances[1].connections).toBeLessThanOrEqual(4);
    });
  });

  describe("in front of two instances of Octavo", () => {
    let proxy: ReverseProxy;
    let servers: [TestServer, TestServer];
    beforeAll(async () => {
      const [https, http] = [await freePort(), await freePort()];
      const settings = {
        SITE_URL: `https://localhost:${https}`,
        TRUST_PROXY: "true",
        LOG_LEVEL: "info",
        // Several intervals of Caddy's checks.
        STOP_DELAY: "6",
        SAMPLE_POSTS: "true",
        API_KEY: KEY,
      };
      const first = new TestServer(settings);
      servers = [await first.start(), await new TestServer(settings, first).start()];
      const [one, other] = servers.map(({ url }) => Number(new URL(url).port)) as [number, number];
      proxy = await start({ https, http, instances: [one, other] });
      await responds(`${proxy.url}/api/health`);
    });
    afterAll(async () => {
      await proxy.stop();
      await servers[1].discard();
      await servers[0].discard();
    });
    const send = (path: string, options?: Parameters<typeof sendOverTls>[1]): Promise<TlsReply> =>
      sendOverTls(proxy.url + path, options);

    test("http — redirected to https", async () => {
      const [status, location] = await new Promise<[number | undefined, string | undefined]>((resolve, reject) => {
        http
          .get(`${proxy.plainUrl}/blog?q=a`, (response) => {
            response.resume();
            resolve([response.statusCode, response.headers.location]);
          })
          .on("error", reject);
      });
      expect([301, 308]).toContain(status);
      expect(location).toMatch(/^https:\/\/localhost(:\d+)?\/blog\?q=a$/);
    });

    test.each(["/blog", "/api/posts", "/head.js"])(
      "GET %s — br — the bytes, ETag and headers of the instance",
      async (path) => {
        const headers = { "Accept-Encoding": "gzip, deflate, br" };
        // Both instances have it in their caches, with one ETag.
        const reply = await send(path, { headers });
        const port = new URL(servers[0].url).port;
        const direct = await fetch(`http://127.0.0.1:${port}${path}`, {
          headers: { ...headers, "X-Forwarded-Proto": "https", "X-Forwarded-Host": new URL(proxy.url).host },
        });
        const text = await direct.text();
        expect(
          reply.headers["content-encoding"] === "br"
            ? brotliDecompressSync(reply.bytes).toString()
            : reply.bytes.toString(),
        ).toBe(text);
        for (const header of [
          "etag",
          "content-encoding",
          "cache-control",
          "vary",
          "content-security-policy",
          "strict-transport-security",
        ]) {
          expect([header, reply.headers[header] ?? null]).toEqual([header, direct.headers.get(header)]);
        }
        if (path !== "/head.js") expect(reply.headers["content-encoding"]).toBe("br");
        const again = await send(path, { headers: { ...headers, "If-None-Match": String(reply.headers.etag) } });
        expect([again.status, again.bytes.length]).toEqual([304, 0]);
      },
    );

    test("GET — without a content coding — not compressed by the proxy", async () => {
      const { bytes, headers } = await send("/blog", { headers: { "Accept-Encoding": "identity" } });
      expect(headers["content-encoding"]).toBeUndefined();
      expect(bytes.toString()).toContain("<!DOCTYPE html>");
    });

    test("sign-up — forged X-Forwarded-For — the session has the client's own IP, and the cookie is for https only", async () => {
      const setupCode = setupCodeAt(servers[0].url);
      const account = { name: "Olga", email: "olga@octavo.test", password: PASSWORD };
      const post = (path: string, body: object) =>
        send(path, {
          method: "POST",
          body,
          from: "127.0.0.5",
          headers: {
            "X-Forwarded-For": "203.0.113.9",
            "X-Forwarded-Host": "evil.test",
            Forwarded: "for=203.0.113.9",
            Origin: proxy.url,
          },
        });
      expect((await post("/api/auth/sign-up", { ...account, setupCode })).status).toBe(201);
      const { name: _, ...credentials } = account;
      const signedIn = await post("/api/auth/sign-in", credentials);
      expect([signedIn.status, signedIn.bytes.toString()]).toEqual([200, expect.any(String)]);
      const cookie = String(signedIn.headers["set-cookie"]);
      expect(cookie).toMatch(/^__Host-octavo=.*; Secure/);
      const sessions = await send("/api/auth/sessions", { headers: { Cookie: cookie.split(";")[0] } });
      expect(sessions.json()).toMatchObject([{ address: "127.0.0.5" }]);

      const upload = (bytes: Buffer) =>
        send("/api/images", {
          method: "POST",
          headers: { "Content-Type": "image/png", Cookie: cookie.split(";")[0] },
          body: bytes,
        });
      const large = await noise(2500, 2500);
      expect(large.byteLength).toBeGreaterThan(15 * 1024 * 1024);
      const stored = await upload(large);
      expect([stored.status, stored.bytes.toString()]).toEqual([201, expect.any(String)]);
      // Octavo refuses what is too large, in its own words; the proxy's page would be HTML.
      const refused = await upload(Buffer.concat([large, Buffer.alloc(10 * 1024 * 1024)]));
      expect([refused.status, refused.json()]).toEqual([
        413,
        expect.objectContaining({ error: expect.stringContaining("20 MiB") }),
      ]);
    });

    test("POST /api/posts — 3.5 MiB — refused by Octavo", async () => {
      const body = { title: "Long", content: "a".repeat(3.5 * 1024 * 1024) };
      const refused = await send("/api/posts", { method: "POST", body });
      expect([refused.status, refused.json()]).toEqual([
        413,
        expect.objectContaining({ type: "/docs/errors#payload-too-large" }),
      ]);
    });

    /** Sends requests of every kind during `work`. @returns what did not succeed, and the titles that were acknowledged */
    async function during(work: () => Promise<void>) {
      const failures: string[] = [];
      // With what the body says: whether the proxy or an instance has refused it.
      const fail = (method: string, { bytes, status }: TlsReply) =>
        failures.push(`${method} ${status} ${bytes.toString().slice(0, 200)}`);
      const acknowledged: string[] = [];
      const sent: string[] = [];
      let isDone = false;
      let reads = 0;
      const reader = async () => {
        while (!isDone) {
          const reply = await send("/api/posts?limit=1");
          if (reply.status === 200) reads++;
          else fail("GET", reply);
        }
      };
      const writer = async (_: unknown, client: number) => {
        for (let number = 0; !isDone; number++) {
          const title = `${expect.getState().currentTestName?.length}-${client}-${number}`;
          sent.push(title);
          const created = await send("/api/posts", {
            method: "POST",
            headers: AS_OWNER,
            body: { title, content: "Text" },
          });
          if (created.status !== 201) {
            fail("POST", created);
            continue;
          }
          acknowledged.push(title);
          const { id } = created.json() as { id: string };
          const deleted = await send(`/api/posts/${id}`, { method: "DELETE", headers: AS_OWNER });
          if (deleted.status !== 204) fail("DELETE", deleted);
        }
      };
      const clients = Array.from({ length: CLIENTS }, (_, client) => [reader(), writer(_, client)]).flat();
      try {
        await work();
      } finally {
        isDone = true;
        await Promise.all(clients);
      }
      expect(reads).toBeGreaterThan(0);
      expect(acknowledged.length).toBeGreaterThan(0);
      return { failures, acknowledged, sent };
    }

    const titles = async () =>
      (await servers[0].query("select title from posts"))
        .map(({ title }) => String(title))
        .filter((title) => /^\d+-\d-\d+$/.test(title));

    test("rolling restart under load — every request succeeds, every write happens once", async () => {
      const { acknowledged, failures } = await during(async () => {
        for (const instance of [0, 1] as const) {
          const server = servers[instance];
          await proxy.setInService(instance, false);
          expect(await server.end("SIGTERM")).toBe(0);
          const stopped = server.log.length;
          await server.start();
          await proxy.setInService(instance, true);
          // Caddy sends it requests after its next check.
          while (!server.log.slice(stopped).includes('"url":"/api/posts')) await wait(50);
        }
      });
      expect(failures).toEqual([]);
      expect((await titles()).sort()).toEqual(acknowledged.sort());
    });

    test("an instance killed under load — reads succeed, only writes that it had received fail, none happens twice", async () => {
      const before = new Set(await titles());
      const { acknowledged, failures, sent } = await during(async () => {
        await wait(300);
        await servers[1].end("SIGKILL");
        await wait(3_000);
        await servers[1].start();
      });
      expect(failures.filter((failure) => failure.startsWith("GET"))).toEqual([]);
      // Each client has at most one request in flight. Caddy refuses others until its next check.
      if (name === "nginx") expect(failures.length).toBeLessThanOrEqual(CLIENTS);
      const stored = (await titles()).filter((title) => !before.has(title));
      expect(new Set(stored).size).toBe(stored.length);
      expect(stored).toEqual(expect.arrayContaining(acknowledged));
      expect(sent).toEqual(expect.arrayContaining(stored));
    });
  });
});

test("keep-alive of the proxies — below KEEP_ALIVE", () => {
  const { KEEP_ALIVE } = readEnv({});
  const [, nginx] = /keepalive_timeout (\d+)s;/.exec(readFileSync("deployment/nginx/octavo.conf", "utf8")) ?? [];
  const [, caddy] = /\tkeepalive (\d+)s\n/.exec(readFileSync("deployment/caddy/Caddyfile", "utf8")) ?? [];
  expect(Number(nginx)).toBeLessThan(KEEP_ALIVE);
  expect(Number(caddy)).toBeLessThan(KEEP_ALIVE);
});
