import { IncomingMessage, Server, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { afterFirstResponse } from "#lib/server/process/after-first-response";

/** Has the server receive a request. @returns its response, which nothing has sent yet */
function receiveRequest(server: Server): ServerResponse {
  const req = new IncomingMessage(new Socket());
  const res = new ServerResponse(req);
  server.emit("request", req, res);
  return res;
}

test("afterFirstResponse — no request — over after the time", async () => {
  const started = performance.now();
  await afterFirstResponse(new Server(), 20);
  // Timers are rounded to whole milliseconds.
  expect(performance.now() - started).toBeGreaterThan(18);
});

test("afterFirstResponse — a response ends after the time — over then, without waiting for others", async () => {
  const server = new Server();
  const order: string[] = [];
  const waiting = afterFirstResponse(server, 1).then(() => order.push("over"));
  const res = receiveRequest(server);
  receiveRequest(server);
  await wait(50);
  order.push("response ended");
  res.destroy();
  await waiting;
  expect(order).toEqual(["response ended", "over"]);
});
