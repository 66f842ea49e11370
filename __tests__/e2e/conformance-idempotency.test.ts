import { withServer } from "#support/server";
import { documented } from "./documented.ts";

/** draft-ietf-httpapi-idempotency-key-header: a POST that is sent again makes nothing again. */

const server = withServer({ WRITE_LIMIT: "0", TRUST_PROXY: "true" });
const send = documented(server);

const POST = { title: "Once", content: "Only" };
let last = 0;
const newKey = () => `key-${++last}`;
const create = (key: string, body: unknown = POST, headers: Record<string, string> = {}) =>
  send("/api/posts", { method: "POST", headers: { "Idempotency-Key": key, ...headers }, body });
const total = async () => (await send("/api/posts?limit=1")).headers.get("x-total-count");

test("same key and body — the first response replayed: status, headers and body", async () => {
  const key = newKey();
  const [first, again] = [await create(key), await create(key)];
  expect([first.status, first.headers.get("idempotency-replayed")]).toEqual([201, null]);
  expect([again.status, again.headers.get("idempotency-replayed")]).toEqual([201, "true"]);
  expect(again.text).toBe(first.text);
  for (const name of ["location", "etag", "content-type", "cache-control"]) {
    expect(again.headers.get(name)).toBe(first.headers.get(name));
  }
});

test("same key, post changed since — the first response", async () => {
  const key = newKey();
  const first = await create(key);
  await send(first.headers.get("location") ?? "", { method: "PATCH", body: { title: "Changed" } });
  expect((await create(key)).text).toBe(first.text);
});

test("same key and body — one post", async () => {
  const key = newKey();
  await create(key);
  const before = await total();
  for (let count = 0; count < 3; count++) await create(key);
  expect(await total()).toBe(before);
});

test("same key, another body — 422, no post", async () => {
  const key = newKey();
  await create(key);
  const before = await total();
  const reply = await create(key, { ...POST, content: "Other" });
  expect([reply.status, (reply.json() as { type: string }).type]).toEqual([422, "/docs/errors#key-reused"]);
  expect(await total()).toBe(before);
});

test("same key, the same JSON formatted differently — replayed", async () => {
  const key = newKey();
  await create(key);
  const reply = await create(key, '{ "content": "Only", "title": " Once " }');
  expect([reply.status, reply.headers.get("idempotency-replayed")]).toEqual([201, "true"]);
});

test.each(["two words", "", "é", "x".repeat(256), "tab\there"])(
  "Idempotency-Key: %j — 400 names the header",
  async (key) => {
    const before = await total();
    const reply = await create(Buffer.from(key, "utf8").toString("latin1"));
    expect(reply.status).toBe(400);
    expect((reply.json() as { fields: object }).fields).toHaveProperty(["Idempotency-Key"]);
    expect(await total()).toBe(before);
  },
);

test("a key of 255 characters — accepted", async () => {
  expect((await create("x".repeat(255))).status).toBe(201);
});

test("refused request — the key is not used", async () => {
  const key = newKey();
  expect((await create(key, { title: "Only" })).status).toBe(400);
  const reply = await create(key);
  expect([reply.status, reply.headers.get("idempotency-replayed")]).toEqual([201, null]);
});

test("the same key of another viewer — another key", async () => {
  const key = newKey();
  const mine = await create(key, POST, { "X-Forwarded-For": "192.0.2.1" });
  const other = await create(key, { ...POST, title: "Theirs" }, { "X-Forwarded-For": "192.0.2.2" });
  expect([other.status, other.headers.get("idempotency-replayed")]).toEqual([201, null]);
  expect(other.headers.get("location")).not.toBe(mine.headers.get("location"));
});

test("server restarted — replayed", async () => {
  const key = newKey();
  const first = await create(key);
  await server.restart();
  const again = await create(key);
  expect([again.status, again.headers.get("idempotency-replayed"), again.text]).toEqual([201, "true", first.text]);
});

test("server killed — replayed", async () => {
  const key = newKey();
  const first = await create(key);
  await server.end("SIGKILL");
  await server.start();
  expect((await create(key)).text).toBe(first.text);
});
