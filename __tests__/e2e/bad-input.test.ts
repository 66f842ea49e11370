import { ReadableStream } from "node:stream/web";
import { CONTENT_MAX } from "#lib/shared/posts";
import { TAGS_MAX } from "#lib/shared/tags";
import { sendRequest } from "#support/send-request";
import { withSharedServer } from "#support/server";

const MIB = 1024 * 1024;
const GOOD = { title: "Good", content: "Text" };

const server = withSharedServer();
const at = (path: string) => server.url + path;

let before: string;
beforeAll(async () => {
  await sendRequest(at("/api/posts"), { method: "POST", body: { title: "Untouched", content: "As it was" } });
  before = (await sendRequest(at("/api/posts"))).text;
});

/** Whatever was refused, it left nothing behind and no fault in the log. */
afterEach(async () => {
  expect((await sendRequest(at("/api/posts"))).text).toBe(before);
  expect(server.log).not.toContain('"level":"error"');
});

function expectProblem(reply: Awaited<ReturnType<typeof sendRequest>>, status: number) {
  expect(reply.headers.get("content-type")).toBe("application/problem+json; charset=utf-8");
  expect(reply.json()).toMatchObject({ status, error: expect.stringMatching(/./) });
  expect(reply.status).toBe(status);
}

describe("POST /api/posts — invalid body — problem", () => {
  test.each([
    ["cut off", '{"title":"A","content":"B"'],
    ["no JSON", "title=A&content=B"],
    ["a list", "[]"],
    ["a text", '"title"'],
    ["null", "null"],
    ["a number", "42"],
    ["not UTF-8", new Uint8Array([0x7b, 0xff, 0xfe, 0x7d])],
    ["JSON after rubbish", '\u0000{"title":"A","content":"B"}'],
  ])("%s", async (_name, body) => {
    expectProblem(await sendRequest(at("/api/posts"), { method: "POST", body }), 400);
  });

  test("GET with a body — ignored", async () => {
    const sent = { headers: { "Content-Type": "application/json" }, body: "{" };
    for (const path of ["/api/tags", "/api/legacy-posts", "/api/posts/1/revisions", "/api/health"]) {
      expectProblem(await sendRequest(at(path), { method: "DELETE", ...sent }), 405);
    }
    expectProblem(await sendRequest(at("/api/nowhere"), { method: "DELETE", ...sent }), 404);
  });

  test("media type not supported — 415", async () => {
    for (const type of ["text/plain", "application/xml", "multipart/form-data; boundary=x", "application/jsonp"]) {
      const sent = { method: "POST", headers: { "Content-Type": type }, body: JSON.stringify(GOOD) };
      expectProblem(await sendRequest(at("/api/posts"), sent), 415);
    }
  });

  test("Content-Encoding: gzip — 415", async () => {
    const sent = { method: "POST", headers: { "Content-Encoding": "gzip" }, body: GOOD };
    expectProblem(await sendRequest(at("/api/posts"), sent), 415);
  });

  test.each([
    [3, 413],
    [5, 413],
  ])("larger than %i MiB — 413", async (size, status) => {
    const body = { title: "Large", content: "x".repeat(size * MIB) };
    expectProblem(await sendRequest(at("/api/posts"), { method: "POST", body }), status);
  });

  test("chunked, larger than 3 MiB — 413", async () => {
    const chunk = new TextEncoder().encode(" ".repeat(MIB / 4));
    async function* chunks() {
      for (let sent = 0; sent < 14; sent++) yield chunk;
    }
    const headers = { "Content-Type": "application/json" };
    const stream = ReadableStream.from(chunks()) as unknown as BodyInit;
    const response = await fetch(at("/api/posts"), { method: "POST", headers, body: stream, duplex: "half" } as never);
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ error: "The body is larger than 3 MiB" });
  });
});

describe("POST /api/posts — invalid field — 400 names it", () => {
  test.each<[string, object, string]>([
    ["another type", { title: 5 }, "title"],
    ["another type", { title: ["A"] }, "title"],
    ["another type", { title: { toString: "A" } }, "title"],
    ["another type", { content: true }, "content"],
    ["another type", { tags: "news" }, "tags"],
    ["another type", { tags: [1] }, "tags.0"],
    ["too long", { title: "a".repeat(201) }, "title"],
    ["too long", { content: "a".repeat(CONTENT_MAX + 1) }, "content"],
    ["too long", { excerpt: "a".repeat(281) }, "excerpt"],
    ["too long", { tags: Array.from({ length: TAGS_MAX + 1 }, (_, n) => `tag${n}`) }, "tags"],
    ["unknown field", { colour: "red" }, "colour"],
    ["unknown field", { trashedAt: null }, "trashedAt"],
    ["unknown status", { status: "secret" }, "status"],
    ["invalid date", { publishedAt: "tomorrow" }, "publishedAt"],
    ["lone surrogate", { title: "\ud800" }, "title"],
    ["NUL", { content: "a\0b" }, "content"],
  ])("%s: %j", async (_name, wrong, field) => {
    const reply = await sendRequest(at("/api/posts"), { method: "POST", body: { ...GOOD, ...wrong } });
    expectProblem(reply, 400);
    expect((reply.json() as { fields: object }).fields).toHaveProperty([field]);
  });

  test("__proto__", async () => {
    const body = '{"title":"A","content":"B","__proto__":{"status":"draft"}}';
    expectProblem(await sendRequest(at("/api/posts"), { method: "POST", body }), 400);
  });
});

describe("GET, PUT, PATCH, DELETE /api/posts/{id} — invalid id — 404", () => {
  const ids = ["abc", "01", "-1", "0", "1.0", "1e0", "+1", "%201", "1%00", "9".repeat(40), "..%2f1", "%F0%9F%93%9A"];

  test.each(ids)("%s", async (id) => {
    const whole = { method: "PUT", body: GOOD };
    for (const init of [{}, { method: "DELETE" }, { method: "PATCH", body: GOOD }, whole]) {
      const reply = await sendRequest(at(`/api/posts/${id}`), init);
      expectProblem(reply, 404);
      expect(reply.json()).toMatchObject({ error: "Post not found" });
    }
  });
});

test("PUT, PATCH /api/posts/{id} — several invalid fields — 400 names each", async () => {
  for (const method of ["PUT", "PATCH"]) {
    const reply = await sendRequest(at("/api/posts/1"), { method, body: { title: "", content: 3, colour: "red" } });
    expectProblem(reply, 400);
    expect((reply.json() as { fields: object }).fields).toMatchObject({ title: [/./], content: [/./], colour: [/./] });
  }
});

test.each(["limit=0", "limit=101", "limit=ten", "limit=1&limit=2", "colour=red", "q=a&q=b", `q=${"a".repeat(201)}`])(
  "GET /api/posts?%s — 400",
  async (query) => {
    expectProblem(await sendRequest(at(`/api/posts?${query}`)), 400);
  },
);

test.each(["/api", "/api/nothing", "/api/posts/1/nothing", "/api/legacy-posts/1", "/api/posts/1/2/3"])(
  "%s, unknown path — 404",
  async (path) => {
    for (const method of ["GET", "POST", "DELETE"]) expectProblem(await sendRequest(at(path), { method }), 404);
  },
);
