import { withServer } from "#support/server";
import { sendOverWire } from "#support/wire";

const server = withServer({ WORKERS: "2", LOG_LEVEL: "error" });

/** Over a connection of its own: the workers take connections by turns. */
function send(method: string, body?: object) {
  const headers = { connection: "close", "content-type": "application/json" };
  return sendOverWire(server.url, { method, path: "/api/posts", headers, raw: body ? JSON.stringify(body) : "" });
}
const titles = async () => (JSON.parse((await send("GET")).text) as { title: string }[]).map(({ title }) => title);

test("all of them know at once what one of them has stored", async () => {
  for (let n = 0; n < 10; n++) {
    expect((await send("POST", { title: `Post ${n}`, content: "Words." })).status).toBe(201);
    for (let reader = 0; reader < 6; reader++) expect((await titles())[0]).toBe(`Post ${n}`);
  }
});

test("they end cleanly together, and keep everything", async () => {
  const before = await titles();
  expect(await server.end()).toBe(0);
  await server.start();
  expect(await titles()).toEqual(before);
});
