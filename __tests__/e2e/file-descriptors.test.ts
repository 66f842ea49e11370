import { connect, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { ask, type Reply } from "#support/ask";
import { TestServer } from "#support/server";

/** Enough to start, for SQLite and a few dozen connections. */
const OPEN_FILES = 100;
/** More than the process may open. */
const CLIENTS = 200;

const PATHS = [
  "/",
  "/blog",
  "/about",
  "/docs",
  "/login",
  "/contact",
  "/api/posts",
  "/api/tags",
  "/feed.xml",
  "/theme.js",
];

/** Resolves when it is connected, sends a response or is closed, with or without an error. */
const happens = (socket: Socket, event: "connect" | "data") =>
  new Promise<void>((resolve) => {
    for (const each of [event, "close"]) socket.once(each, () => resolve());
  });

describe.each([
  ["one process", {}],
  ["two workers", { WORKERS: "2" }],
])("%s without a file descriptor left", (_processes, settings) => {
  const server = new TestServer(settings, undefined, OPEN_FILES);
  let sockets: Socket[] = [];
  beforeAll(async () => {
    await server.start();
  });
  afterAll(() => server.discard());

  /** Opens more connections than the process has descriptors for, each with a request for something not loaded yet. */
  async function exhaust(): Promise<void> {
    const { hostname, port } = new URL(server.url);
    sockets = Array.from({ length: CLIENTS }, () => connect(Number(port), hostname).on("error", () => {}));
    await Promise.all(sockets.map((socket) => happens(socket, "connect")));
    for (const [at, socket] of sockets.entries()) {
      if (!socket.destroyed) socket.write(`GET ${PATHS[at % PATHS.length]} HTTP/1.1\r\nHost: a\r\n\r\n`);
    }
    await Promise.all(sockets.map((socket) => Promise.race([happens(socket, "data"), wait(2_000)])));
  }

  async function release(): Promise<void> {
    for (const socket of sockets) socket.destroy();
  }

  /** The server may not have noticed yet that its clients are gone. */
  async function askUntilServed(path: string, options?: Parameters<typeof ask>[1]): Promise<Reply> {
    for (let tries = 0; ; tries++) {
      const reply = await ask(server.url + path, options).catch(() => undefined);
      if (reply && reply.status < 500) return reply;
      if (tries === 100) throw new Error(`${path}: ${reply?.status ?? "no response"}\n${server.log}`);
      await wait(100);
    }
  }

  test("it recovers when its clients are gone: pages, files and endpoints are served, and posts stored", async () => {
    await exhaust();
    expect(server.isRunning ? "" : server.log).toBe("");
    await release();
    for (const path of PATHS) expect([path, (await askUntilServed(path)).status]).toEqual([path, 200]);
    const body = { title: "Recovered", content: "After a flood of connections" };
    const stored = await askUntilServed("/api/posts", { method: "POST", body });
    expect(stored.status).toBe(201);
    expect((await askUntilServed("/blog")).text).toContain("Recovered");
    expect(await server.end()).toBe(0);
  });
});
