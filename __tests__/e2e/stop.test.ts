import { once } from "node:events";
import { connect } from "node:net";
import { ask } from "#support/ask";
import { withServer } from "#support/server";

const server = withServer();

test("a stop is clean and keeps everything", async () => {
  const body = { title: "Kept", content: "Across a restart" };
  const made = await ask(`${server.url}/api/posts`, { method: "POST", body });
  expect(await server.end()).toBe(0);
  await server.start();
  const list = await ask(`${server.url}/api/posts`);
  expect(list.json()).toEqual([made.json()]);
});

test("a connection that a browser keeps ready does not hold up a stop", async () => {
  const { hostname, port } = new URL(server.url);
  const unused = connect(Number(port), hostname);
  await once(unused, "connect");
  await ask(`${server.url}/api/health`);
  expect(await server.end()).toBe(0);
  unused.destroy();
  await server.start();
});

test("a request under way is answered before the stop", async () => {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  const body = '{"title":"Under way","content":"When it stopped"}';
  const head = `POST /api/posts HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${body.length}`;
  socket.write(`${head}\r\nExpect: 100-continue\r\n\r\n`);
  const [interim] = await once(socket, "data");
  expect(String(interim)).toContain("100 Continue");
  const ended = server.end();
  socket.write(body);
  const [answer] = await once(socket, "data");
  expect(String(answer)).toContain("201 Created");
  expect(await ended).toBe(0);
});
