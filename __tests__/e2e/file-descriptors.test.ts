import { connect, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { sample } from "#support/long";
import { type Reply, sendRequest } from "#support/send-request";
import { TestServer } from "#support/server";

/** Enough to start, for SQLite and a few dozen connections. */
const OPEN_FILES = 100;
/** More than the process may open. */
const CLIENTS = 200;

/** Pages, endpoints and a file, each loaded on its first request. */
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
  "/head.js",
];

describe.each(
  sample<[processes: string, settings: Record<string, string>]>(
    [["one process", {}]],
    [["two workers", { WORKERS: "2" }]],
  ),
)("%s — no file descriptor left", (_processes, settings) => {
  const server = new TestServer(settings, undefined, OPEN_FILES);
  const sockets = new Set<Socket>();
  beforeAll(async () => {
    await server.start();
  });
  afterAll(() => server.discard());

  /**
   * Opens connections until the server can accept no more, which closes them, and requests everything on those that it
   * has accepted.
   * @returns the first line of each response
   */
  async function exhaust(): Promise<string[]> {
    const { hostname, port } = new URL(server.url);
    const { promise: isFull, resolve: closed } = Promise.withResolvers<void>();
    for (let n = 0; n < CLIENTS; n++) {
      const socket = connect(Number(port), hostname).on("error", () => {});
      sockets.add(socket);
      socket.once("close", () => {
        sockets.delete(socket);
        closed();
      });
    }
    await isFull;
    const responses: string[] = [];
    const pending = [...sockets].map(async (socket, at) => {
      socket.write(`GET ${PATHS[at % PATHS.length]} HTTP/1.1\r\nHost: a\r\n\r\n`);
      await new Promise<void>((resolve) => {
        socket.once("data", (chunk) => {
          responses.push(String(chunk).split("\r\n", 1)[0] ?? "");
          resolve();
        });
        socket.once("close", () => resolve());
      });
    });
    await Promise.all(pending);
    return responses;
  }

  /** The server may not have noticed yet that its clients are gone. */
  async function askUntilServed(path: string, options?: Parameters<typeof sendRequest>[1]): Promise<Reply> {
    for (let tries = 0; ; tries++) {
      const reply = await sendRequest(server.url + path, options).catch(() => undefined);
      if (reply && reply.status < 500) return reply;
      if (tries === 100) throw new Error(`${path}: ${reply?.status ?? "no response"}\n${server.log}`);
      await wait(100);
    }
  }

  test("clients gone — pages, files and endpoints served again, posts stored", async () => {
    const responses = await exhaust();
    expect(server.isRunning ? "" : server.log).toBe("");
    expect(responses.length).toBeGreaterThan(OPEN_FILES / 4);
    if (Object.keys(settings).length === 0) expect(responses.filter((line) => / 5\d\d /.test(line))).not.toEqual([]);
    for (const socket of sockets) socket.destroy();
    for (const path of PATHS) expect([path, (await askUntilServed(path)).status]).toEqual([path, 200]);
    const body = { title: "Recovered", content: "After a flood of connections" };
    const stored = await askUntilServed("/api/posts", { method: "POST", body });
    expect(stored.status).toBe(201);
    expect((await askUntilServed("/blog")).text).toContain("Recovered");
    expect(await server.end()).toBe(0);
  });
});
