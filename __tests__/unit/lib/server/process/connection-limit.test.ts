import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { connectionLimit, limitConnections } from "#lib/server/process/connection-limit";

let server: Server;
beforeEach(async () => {
  server = createServer((_req, res) => res.end("Read"));
  limitConnections(server, 3);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

/** A connection, and whether the server answers on it or ends it. @param from the client's own address */
async function knock(from = "127.0.0.1"): Promise<{ socket: Socket; isServed: boolean }> {
  const { port } = server.address() as AddressInfo;
  const socket = connect({ port, host: "127.0.0.1", localAddress: from }).on("error", () => {});
  socket.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  const isServed = await Promise.race([once(socket, "data").then(() => true), once(socket, "close").then(() => false)]);
  return { socket, isServed };
}

test("a client that holds as many connections as it may gets no other, until it lets one go", async () => {
  const held = [await knock(), await knock(), await knock()];
  expect(held.map(({ isServed }) => isServed)).toEqual([true, true, true]);
  expect((await knock()).isServed).toBe(false);
  held[0]?.socket.destroy();
  // The server hears of it a moment later.
  let again = await knock();
  while (!again.isServed) again = await knock();
  expect((await knock()).isServed).toBe(false);
});

test("what one client holds is not counted for another", async () => {
  await Promise.all([knock(), knock(), knock()]);
  expect((await knock("127.0.0.2")).isServed).toBe(true);
});

test.each([
  [{ TRUST_PROXY: false }, 500],
  [{ TRUST_PROXY: true }, 5_000],
  [{ TRUST_PROXY: false, CONNECTION_LIMIT: 20 }, 20],
  [{ TRUST_PROXY: true, CONNECTION_LIMIT: 20 }, 20],
  [{ TRUST_PROXY: true, CONNECTION_LIMIT: 0 }, 0],
])("with %j a client may hold %i connections", (settings, limit) => {
  expect(connectionLimit(settings)).toBe(limit);
});

test("CONNECTION_LIMIT=0 — no limit", async () => {
  const unlimited = createServer((_req, res) => res.end("Read")).listen(0, "127.0.0.1");
  await once(unlimited, "listening");
  const before = unlimited.listenerCount("connection");
  limitConnections(unlimited, 0);
  expect(unlimited.listenerCount("connection")).toBe(before);
  unlimited.close();
});
