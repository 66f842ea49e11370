import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { setClientTimeouts } from "#lib/server/process/client-timeouts";

const TIMEOUTS = { head: 100, request: 300, silence: 300 };
let keepAlive = 100;

let server: Server;
beforeEach(async () => {
  server = createServer({ connectionsCheckingInterval: 20 }, (req, res) => {
    req.resume().once("end", () => res.end("Read"));
  });
  setClientTimeouts(server, keepAlive, TIMEOUTS);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

/** Sends `text`. @returns what the server sent until it closed the connection */
async function sendAndRead(text: string): Promise<string> {
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  let received = "";
  socket.on("data", (chunk) => {
    received += chunk;
  });
  socket.write(text);
  await once(socket, "close");
  return received;
}

test.each([
  ["nothing", ""],
  ["an incomplete head", "POST / HTTP/1.1\r\nHost: a\r\n"],
  ["an incomplete body", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf"],
])("setClientTimeouts — a client that sends %s — connection closed after the timeout", async (_what, text) => {
  expect(await sendAndRead(text)).not.toContain("200 OK");
});

test("setClientTimeouts — a complete request — 200, then the idle connection is closed", async () => {
  expect(await sendAndRead("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nhalf")).toContain("200 OK");
});

describe("setClientTimeouts — keep-alive", () => {
  beforeAll(() => {
    keepAlive = 60_000;
  });
  afterAll(() => {
    keepAlive = 100;
  });

  test("an idle connection — outlives the request timeouts, Keep-Alive names its timeout, reused", async () => {
    const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
    const get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    socket.write(get);
    expect(String((await once(socket, "data"))[0])).toMatch(/^Keep-Alive: timeout=60\r$/m);
    // Connections that exceed the request timeouts are closed meanwhile.
    for (let n = 0; n < 3; n++) await sendAndRead("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf");
    socket.write(get);
    expect(String((await once(socket, "data"))[0])).toContain("200 OK");
    // The next request has to arrive in time again.
    socket.write("POST / HTTP/1.1\r\nHost: a\r\n");
    await once(socket.resume(), "close");
  });
});
