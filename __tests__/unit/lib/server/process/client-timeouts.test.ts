import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { setClientTimeouts } from "#lib/server/process/client-timeouts";

const PATIENCE = { head: 100, request: 300, silence: 300 };
let keepAlive = 100;

let server: Server;
beforeEach(async () => {
  server = createServer({ connectionsCheckingInterval: 20 }, (req, res) => {
    req.resume().once("end", () => res.end("Read"));
  });
  setClientTimeouts(server, keepAlive, PATIENCE);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

/** Sends this and no more. @returns all that came until the server ended the connection */
async function say(words: string): Promise<string> {
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  let heard = "";
  socket.on("data", (chunk) => {
    heard += chunk;
  });
  socket.write(words);
  await once(socket, "close");
  return heard;
}

test.each([
  ["no word", ""],
  ["half a head", "POST / HTTP/1.1\r\nHost: a\r\n"],
  ["half a body", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf"],
])("a client that sends %s is not waited for", async (_what, words) => {
  expect(await say(words)).not.toContain("200 OK");
});

test("a client that sends all of it is answered, and the connection ends when it asks for nothing more", async () => {
  expect(await say("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nhalf")).toContain("200 OK");
});

describe("keep-alive", () => {
  beforeAll(() => {
    keepAlive = 60_000;
  });
  afterAll(() => {
    keepAlive = 100;
  });

  test("an idle connection outlives the limits on a request, and says how long — reused", async () => {
    const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
    const get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    socket.write(get);
    expect(String((await once(socket, "data"))[0])).toMatch(/^Keep-Alive: timeout=60\r$/m);
    // Others, which keep to the limits, are closed meanwhile.
    for (let n = 0; n < 3; n++) await say("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf");
    socket.write(get);
    expect(String((await once(socket, "data"))[0])).toContain("200 OK");
    // The next request has to arrive in time again.
    socket.write("POST / HTTP/1.1\r\nHost: a\r\n");
    await once(socket.resume(), "close");
  });
});
