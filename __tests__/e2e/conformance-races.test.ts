import { withServer } from "#support/server";
import { documented } from "./documented.ts";

/** Concurrent requests have one outcome, in one process and in two on one database. */

const WRITERS = 20;
const POST = { title: "Before", content: "Text" };

const one = withServer();
const other = withServer({}, one);

const sendToOne = documented(one);
const sendToOther = documented(other);
const all = <T>(work: (number: number) => Promise<T>) =>
  Promise.all(Array.from({ length: WRITERS }, (_, n) => work(n)));
const countOf = <T>(list: T[], value: T) => list.filter((item) => item === value).length;

describe.each([
  ["one process", () => sendToOne],
  ["two processes", (number: number) => (number % 2 ? sendToOther : sendToOne)],
])("in %s", (name, senderOf) => {
  test.each(["PUT", "PATCH"])("20 × %s with one If-Match — one 200, nineteen 412", async (method) => {
    const created = await sendToOne("/api/posts", { method: "POST", body: POST });
    const { id } = created.json() as { id: string };
    const headers = { "If-Match": created.headers.get("etag") ?? "" };
    const replies = await all((number) =>
      senderOf(number)(`/api/posts/${id}`, { method, headers, body: { ...POST, title: `Writer ${number}` } }),
    );
    const statuses = replies.map(({ status }) => status);
    expect([countOf(statuses, 200), countOf(statuses, 412)]).toEqual([1, WRITERS - 1]);
    const winner = replies.find(({ status }) => status === 200)?.json() as { title: string };
    expect((await sendToOther(`/api/posts/${id}`)).json()).toMatchObject({ title: winner.title, version: 2 });
  });

  test("20 × DELETE with one If-Match — one 204, nineteen 404", async () => {
    const created = await sendToOne("/api/posts", { method: "POST", body: POST });
    const { id } = created.json() as { id: string };
    const headers = { "If-Match": created.headers.get("etag") ?? "" };
    const replies = await all((number) => senderOf(number)(`/api/posts/${id}`, { method: "DELETE", headers }));
    const statuses = replies.map(({ status }) => status);
    expect([countOf(statuses, 204), countOf(statuses, 404)]).toEqual([1, WRITERS - 1]);
  });

  test("20 × PATCH without If-Match — each a version", async () => {
    const created = await sendToOne("/api/posts", { method: "POST", body: POST });
    const { id } = created.json() as { id: string };
    const replies = await all((number) => {
      return senderOf(number)(`/api/posts/${id}`, { method: "PATCH", body: { title: `Writer ${number}` } });
    });
    const versions = replies.map(({ json }) => (json() as { version: number }).version).sort((a, b) => a - b);
    expect(versions).toEqual(Array.from({ length: WRITERS }, (_, number) => number + 2));
  });

  test("20 × POST with one Idempotency-Key — one post; 201 or 409 for each", async () => {
    const before = Number((await sendToOne("/api/posts?limit=1")).headers.get("x-total-count"));
    const headers = { "Idempotency-Key": `one-key-of-${name.replace(" ", "-")}` };
    const replies = await all((number) => senderOf(number)("/api/posts", { method: "POST", headers, body: POST }));
    const created = replies.filter(({ status }) => status === 201);
    expect(
      countOf(
        replies.map(({ status }) => status),
        409,
      ),
    ).toBe(WRITERS - created.length);
    expect(new Set(created.map(({ text }) => text)).size).toBe(1);
    expect(
      countOf(
        created.map((reply) => reply.headers.get("idempotency-replayed")),
        null,
      ),
    ).toBe(1);
    const after = Number((await sendToOne("/api/posts?limit=1")).headers.get("x-total-count"));
    expect(after).toBe(before + 1);
  });
});
