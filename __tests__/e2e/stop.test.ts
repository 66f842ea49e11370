import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { isLong, longTest } from "#support/long";
import { sendRequest } from "#support/send-request";
import { withServer } from "#support/server";

/** In seconds: short where a test waits for its end, longer than any stop takes where none does. */
const STOP_DELAY_S = isLong ? 10 : 60;

const server = withServer();
beforeEach(async () => {
  if (!server.isRunning) await server.start();
});

test("SIGTERM — exit code 0, everything stored", async () => {
  const body = { title: "Kept", content: "Across a restart" };
  const created = await sendRequest(`${server.url}/api/posts`, { method: "POST", body });
  expect(await server.end()).toBe(0);
  await server.start();
  const list = await sendRequest(`${server.url}/api/posts`);
  expect(list.json()).toEqual([created.json()]);
});

test("SIGTERM — unused connection of a browser — exits at once", async () => {
  const { hostname, port } = new URL(server.url);
  const unused = connect(Number(port), hostname);
  await once(unused, "connect");
  await sendRequest(`${server.url}/api/health`);
  expect(await server.end()).toBe(0);
  unused.destroy();
  await server.start();
});

test("SIGTERM — idle keep-alive connections — exits at once", async () => {
  const { hostname, port } = new URL(server.url);
  const idle = await Promise.all(
    ["/api/health", "/blog", "/head.js"].map(async (path) => {
      const socket = connect(Number(port), hostname);
      socket.write(`GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`);
      expect(String((await once(socket, "data"))[0])).toMatch(/^Keep-Alive: timeout=65\r$/m);
      return { closed: once(socket.resume(), "close") };
    }),
  );
  const before = server.log.length;
  expect(await server.end()).toBe(0);
  expect(server.log.slice(before)).not.toContain("stopped before every request was responded to");
  await Promise.all(idle.map(({ closed }) => closed));
});

longTest("SIGTERM — refused upgrade — exits at once", async () => {
  const { hostname, port } = new URL(server.url);
  const socket = connect({ port: Number(port), host: hostname, allowHalfOpen: true });
  socket.on("error", () => {});
  socket.write("GET /nothing HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
  await once(socket, "data");
  const before = server.log.length;
  expect(await server.end()).toBe(0);
  expect(server.log.slice(before)).not.toContain("stopped before every request was responded to");
  socket.destroy();
});

test("SIGTERM — request in flight — finished first", async () => {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  const body = '{"title":"Under way","content":"When it stopped"}';
  const head = `POST /api/posts HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${body.length}`;
  socket.write(`${head}\r\nExpect: 100-continue\r\n\r\n`);
  const [interim] = await once(socket, "data");
  expect(String(interim)).toContain("100 Continue");
  const ended = server.end();
  socket.write(body);
  const [response] = await once(socket, "data");
  expect(String(response)).toContain("201 Created");
  expect(await ended).toBe(0);
});

describe("STOP_DELAY set", () => {
  const slow = withServer({ STOP_DELAY: `${STOP_DELAY_S}` });
  const ready = () => sendRequest(`${slow.url}/api/ready`);
  const health = () => sendRequest(`${slow.url}/api/health`);
  beforeEach(async () => {
    if (!slow.isRunning) await slow.start();
  });

  longTest("SIGTERM — /api/ready 503, requests still served", async () => {
    expect((await ready()).status).toBe(200);
    const ended = slow.end();
    while ((await ready()).status === 200);
    const { status, headers, json } = await ready();
    expect(status).toBe(503);
    expect(headers.get("content-type")).toBe("application/problem+json; charset=utf-8");
    expect(headers.get("retry-after")).toMatch(/^\d+$/);
    expect(json()).toMatchObject({ error: "The server is stopping" });
    expect((await health()).status).toBe(200);
    const body = { title: "Late", content: "And kept" };
    const created = await sendRequest(`${slow.url}/api/posts`, { method: "POST", body });
    expect(created.status).toBe(201);
    expect(await ended).toBe(0);
    await slow.start();
    expect((await sendRequest(`${slow.url}/api/posts`)).json()).toEqual([created.json()]);
  });

  test("second SIGTERM — exits at once", async () => {
    const ended = slow.end();
    while ((await ready()).status === 200);
    await slow.end("SIGTERM");
    expect(await ended).toBe("SIGTERM");
  });

  longTest("SIGINT — exits at once", async () => {
    const started = performance.now();
    expect(await slow.end("SIGINT")).toBe(0);
    expect(performance.now() - started).toBeLessThan(STOP_DELAY_S * 1000);
  });

  test("SIGTERM — client with continuous requests on one connection — exits in time", async () => {
    let answered = 0;
    const asking = (async () => {
      for (;;) {
        const reply = await health().catch(() => undefined);
        if (!reply) return;
        answered++;
      }
    })();
    while (answered === 0) await ready();
    expect(await slow.end("SIGINT")).toBe(0);
    await asking;
    expect(answered).toBeGreaterThan(0);
  });
});

longTest("SIGTERM — request that never ends — exits in time", async () => {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  socket.on("error", () => {});
  socket.write("POST /api/posts HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{");
  await sendRequest(`${server.url}/api/health`);
  expect(await server.end()).toBe(0);
  expect(server.log).toContain("stopped before every request was responded to");
});

describe("WORKERS=2", () => {
  const pair = withServer({ WORKERS: "2", LOG_LEVEL: "info" });
  const body = '{"title":"Under way","content":"When all were signalled"}';

  /** Two requests under way: the workers take connections by turns. */
  async function beginTwo() {
    if (!pair.isRunning) await pair.start();
    const { hostname, port } = new URL(pair.url);
    const head = `POST /api/posts HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${body.length}`;
    return Promise.all(
      [1, 2].map(async () => {
        const socket = connect(Number(port), hostname);
        socket.on("error", () => {});
        socket.write(`${head}\r\nExpect: 100-continue\r\n\r\n`);
        expect(String((await once(socket, "data"))[0])).toContain("100 Continue");
        return socket;
      }),
    );
  }

  /** Signals the primary process. @returns once both workers are stopping; how it ends */
  async function stop(signal: NodeJS.Signals) {
    const before = pair.log.length;
    const ended = pair.end(signal);
    while (pair.log.slice(before).split('"stopping"').length < 3) await wait(10);
    return { ended };
  }

  const title = "%s to every process, as a terminal and systemd send it — requests in flight are finished, exit code 0";
  async function stopEveryProcess(signal: NodeJS.Signals): Promise<void> {
    const sockets = await beginTwo();
    const { ended } = await stop(signal);
    pair.signalWorkers(signal);
    const responses = sockets.map(async (socket) => {
      socket.write(body);
      const [response] = await Promise.race([once(socket, "data"), once(socket, "close")]);
      return String(response).split("\r\n", 1)[0];
    });
    expect(await Promise.all(responses)).toEqual(["HTTP/1.1 201 Created", "HTTP/1.1 201 Created"]);
    expect(await ended).toBe(0);
  }
  test.each(["SIGTERM"] as const)(title, stopEveryProcess);
  longTest.each(["SIGINT"] as const)(title, stopEveryProcess);

  longTest("second signal to the primary process — all exit at once", async () => {
    const sockets = await beginTwo();
    const { ended } = await stop("SIGTERM");
    const before = pair.log.length;
    void pair.end("SIGTERM");
    await Promise.all(sockets.map((socket) => once(socket, "close")));
    await ended;
    expect(pair.log.slice(before)).not.toContain("stopped before every request was responded to");
  });
});
