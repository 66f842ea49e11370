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

/** A connection, and whether the server responds or closes it. @param from the client's IP */
async function tryConnect(from = "127.0.0.1"): Promise<{ socket: Socket; isServed: boolean }> {
  const { port } = server.address() as AddressInfo;
  const socket = connect({ port, host: "127.0.0.1", localAddress: from }).on("error", () => {});
  socket.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  const isServed = await Promise.race([once(socket, "data").then(() => true), once(socket, "close").then(() => false)]);
  return { socket, isServed };
}

test("limitConnections — a client at the limit — further connections closed until one ends", async () => {
  const open = [await tryConnect(), await tryConnect(), await tryConnect()];
  expect(open.map(({ isServed }) => isServed)).toEqual([true, true, true]);
  expect((await tryConnect()).isServed).toBe(false);
  open[0]?.socket.destroy();
  // The server sees the close a moment later.
  let again = await tryConnect();
  while (!again.isServed) again = await tryConnect();
  expect((await tryConnect()).isServed).toBe(false);
});

test("limitConnections — another IP — counted apart", async () => {
  await Promise.all([tryConnect(), tryConnect(), tryConnect()]);
  expect((await tryConnect("127.0.0.2")).isServed).toBe(true);
});

test.each([
  [{ TRUST_PROXY: false }, 500],
  [{ TRUST_PROXY: true }, 5_000],
  [{ TRUST_PROXY: false, CONNECTION_LIMIT: 20 }, 20],
  [{ TRUST_PROXY: true, CONNECTION_LIMIT: 20 }, 20],
  [{ TRUST_PROXY: true, CONNECTION_LIMIT: 0 }, 0],
])("connectionLimit — %j — %i", (settings, limit) => {
  expect(connectionLimit(settings)).toBe(limit);
});

test("limitConnections — CONNECTION_LIMIT=0 — no limit", async () => {
  const unlimited = createServer((_req, res) => res.end("Read")).listen(0, "127.0.0.1");
  await once(unlimited, "listening");
  const before = unlimited.listenerCount("connection");
  limitConnections(unlimited, 0);
  expect(unlimited.listenerCount("connection")).toBe(before);
  unlimited.close();
});
