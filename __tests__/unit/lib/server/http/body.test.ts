import { connect } from "node:net";
import { text } from "node:stream/consumers";
import type { NextApiHandler } from "next";
import { readBody } from "#lib/server/http/body";
import { sendJson } from "#lib/server/http/response";
import { route } from "#lib/server/http/route";
import { call } from "#support/call";
import { problemIn } from "#support/problem";
import { serve } from "#support/serve";

const MEBIBYTE = 1024 * 1024;
/** As the error says. */
const BODY_MAX = 3 * MEBIBYTE;
const JSON_TYPE = { "content-type": "application/json" };
const FORM_TYPE = { "content-type": "application/x-www-form-urlencoded" };

/** Says what it has read. */
const read: NextApiHandler = async (req, res) => sendJson(res, await readBody(req, ["tags"]));
const echo = route({ POST: read, PUT: read, PATCH: read });

const send = (raw: string | Uint8Array, headers: Record<string, string> = JSON_TYPE) =>
  call(echo, { method: "POST", raw, headers });

/** A JSON object of exactly `bytes` bytes. */
const jsonOf = (bytes: number) => JSON.stringify({ a: "x".repeat(bytes - 8) });

describe("taken", () => {
  test.each([
    ["application/json"],
    ["application/json; charset=utf-8"],
    ["Application/JSON"],
    ["application/merge-patch+json"],
  ])("%s", async (type) => {
    expect((await send('{"a":[1,null,"ü"]}', { "content-type": type })).json()).toEqual({ a: [1, null, "ü"] });
  });

  test("a form's fields", async () => {
    const { json } = await send("title=Two+words&content=caf%C3%A9%0A%26", FORM_TYPE);
    expect(json()).toEqual({ title: "Two words", content: "café\n&" });
  });

  test.each([
    ["tags=a", ["a"]],
    ["tags=a&tags=b+c", ["a", "b c"]],
    ["tags=", []],
  ])("a form's list: %s", async (raw, tags) => {
    expect((await send(raw, FORM_TYPE)).json()).toEqual({ tags });
  });

  test("a body without Content-Type, as JSON", async () => {
    expect((await send('{"a":1}', {})).json()).toEqual({ a: 1 });
    expect(problemIn(await send("a=1", {}))).toMatchObject({
      status: 400,
      detail: "The body is not well-formed JSON.",
    });
  });

  test("a byte order mark before the JSON", async () => {
    expect((await send('\uFEFF{"a":1}')).json()).toEqual({ a: 1 });
  });

  test("exactly 3 MiB", async () => {
    expect((await send(jsonOf(BODY_MAX))).status).toBe(200);
  });

  test.each([
    ["JSON", JSON_TYPE],
    ["a form", FORM_TYPE],
    ["no type", {}],
  ])("an empty body of %s, as an object without fields", async (_name, headers) => {
    expect((await send("", headers as Record<string, string>)).json()).toEqual({});
  });

  test("a body that a unit test put there already", async () => {
    expect((await call(echo, { method: "POST", body: { a: 1 } })).json()).toEqual({ a: 1 });
  });

  test("a body in pieces, also where one ends within a character", async () => {
    await serve(echo, async (url) => {
      const bytes = Buffer.from('{"a":"🙂"}');
      const pieces = new ReadableStream({
        async start(controller) {
          for (const byte of bytes) {
            controller.enqueue(Uint8Array.of(byte));
            await new Promise(setImmediate);
          }
          controller.close();
        },
      });
      const init = { method: "POST", body: pieces, headers: JSON_TYPE, duplex: "half" } as RequestInit;
      expect(await (await fetch(url, init)).json()).toEqual({ a: "🙂" });
    });
  });
});

describe("refused as unreadable: 400", () => {
  test.each([
    ["half an object", '{"a":'],
    ["a trailing comma", '{"a":1,}'],
    ["two objects", "{}{}"],
    ["words", "hello"],
    ["white space alone", "  "],
    ["form fields in place of JSON", "title=a&content=b"],
  ])("%s", async (_name, raw) => {
    expect(problemIn(await send(raw))).toMatchObject({
      status: 400,
      type: "/docs/errors#malformed-body",
      detail: "The body is not well-formed JSON.",
    });
  });

  test.each(["[]", "null", "1", '"text"', "true", '[{"title":"a"}]'])("%s, which is no object", async (raw) => {
    expect(problemIn(await send(raw))).toMatchObject({ status: 400, detail: "The body must be a JSON object." });
  });

  test.each([[[]], [null], ["text"], [1]])("a mocked body that is no object: %j", async (body) => {
    expect(problemIn(await call(echo, { method: "POST", body })).status).toBe(400);
  });

  test.each([
    ["a lone byte of Latin-1", Buffer.from('{"a":"\xFC"}', "latin1"), JSON_TYPE],
    ["UTF-16", Buffer.from('\uFEFF{"a":1}', "utf16le"), JSON_TYPE],
    ["a form in Latin-1", Buffer.from("title=\xFC", "latin1"), FORM_TYPE],
  ])("%s, which is not UTF-8", async (_name, raw, headers) => {
    expect(problemIn(await send(raw, headers))).toMatchObject({ status: 400, detail: "The body is not UTF-8 text." });
  });

  test("JSON nested without end, rather than a crash", async () => {
    expect(problemIn(await send("[".repeat(500_000))).status).toBe(400);
  });
});

describe("refused for how much it holds: 400", () => {
  const MANY = "The body holds more than 1,000 values.";
  const DEEP = "The body is nested more than 32 levels deep.";
  const nested = (levels: number) => `{"id":${"[".repeat(levels - 1)}${"]".repeat(levels - 1)}}`;

  test.each([
    ["members", JSON.stringify(Object.fromEntries(Array.from({ length: 1_000 }, (_, at) => [`k${at}`, 1]))), MANY],
    ["elements of a list", `{"tags":[${"1,".repeat(300_000)}1]}`, MANY],
    ["lists in lists", nested(5_000), DEEP],
    ["more lists in lists", nested(500_000), DEEP],
    ["one level too many", nested(34), DEEP],
  ])("%s", async (_name, raw, detail) => {
    expect(problemIn(await send(raw))).toMatchObject({ status: 400, type: "/docs/errors#malformed-body", detail });
  });

  test("fields of a form", async () => {
    expect(problemIn(await send("tags=&".repeat(1_001), FORM_TYPE))).toMatchObject({ status: 400, detail: MANY });
  });

  test("as much as is allowed is taken", async () => {
    expect((await send(nested(32))).status).toBe(200);
    expect((await send(`{"tags":[${"1,".repeat(997)}1]}`)).status).toBe(200);
  });
});

describe("refused for its media type: 415", () => {
  test.each([
    ["text/plain", '{"a":1}'],
    ["multipart/form-data; boundary=x", "--x--"],
    ["application/xml", "<a/>"],
    ["application/jsonp", "{}"],
    ["text/html", ""],
  ])("%s", async (type, raw) => {
    expect(problemIn(await send(raw, { "content-type": type })).status).toBe(415);
  });

  const FORM_AND_JSON = "application/json, application/x-www-form-urlencoded";
  test.each([
    ["POST", "accept-post", FORM_AND_JSON],
    ["PATCH", "accept-patch", `application/merge-patch+json, ${FORM_AND_JSON}`],
    ["PUT", "accept", FORM_AND_JSON],
  ])("%s — text/plain — 415 names it, and %s what is accepted", async (method, header, accepted) => {
    const answer = await call(echo, { method, raw: "a", headers: { "content-type": "text/plain; charset=utf-8" } });
    expect(problemIn(answer)).toMatchObject({
      status: 415,
      title: "The media type is not supported",
      detail: `The body is \`text/plain\`; accepted: ${accepted}.`,
    });
    expect(answer.headers[header]).toBe(accepted);
  });

  test("a very long media type — 415 repeats the beginning of it", async () => {
    const { detail = "" } = problemIn(await send("a", { "content-type": `text/${"x".repeat(5_000)}` }));
    expect(detail.length).toBeLessThan(300);
  });

  test.each(["identity", "Identity"])("Content-Encoding: %s — accepted", async (encoding) => {
    expect((await send("{}", { ...JSON_TYPE, "content-encoding": encoding })).json()).toEqual({});
  });

  test.each(["gzip", "br", "identity, gzip"])("Content-Encoding: %s — 415 with Accept-Encoding", async (encoding) => {
    const answer = await send("x", { ...JSON_TYPE, "content-encoding": encoding });
    expect(problemIn(answer)).toMatchObject({
      status: 415,
      title: "The content encoding is not supported",
      detail: `The body is encoded with \`${encoding}\`; send it unencoded.`,
    });
    expect(answer.headers["accept-encoding"]).toBe("identity");
  });
});

describe("refused for its size: 413", () => {
  test("one byte over 3 MiB", async () => {
    expect(problemIn(await send(jsonOf(BODY_MAX + 1)))).toMatchObject({
      status: 413,
      error: "The body is larger than 3 MiB",
    });
  });

  test("the limit counts bytes, not characters", async () => {
    expect((await send(JSON.stringify({ a: "é".repeat(BODY_MAX / 2) }))).status).toBe(413);
  });

  test("a client that reads nothing before it has sent its 5 MiB still hears the answer", async () => {
    await serve(echo, async (url) => {
      const body = jsonOf(5 * MEBIBYTE);
      const socket = connect(Number(new URL(url).port), "127.0.0.1").pause();
      socket.write("POST / HTTP/1.1\r\nHost: octavo.test\r\nContent-Type: application/json\r\n");
      socket.write(`Content-Length: ${body.length}\r\n\r\n`);
      await new Promise<void>((resolve, reject) => socket.write(body, (error) => (error ? reject(error) : resolve())));
      const answer = await text(socket);
      expect(answer).toMatch(/^HTTP\/1\.1 413 /);
      expect(answer).toMatch(/^Connection: close$/im);
      expect(answer).toContain('"error":"The body is larger than 3 MiB"');
    });
  });

  test("a body far too large does not hurt the requests after it", async () => {
    await serve(echo, async (url) => {
      const huge = { method: "POST", body: Buffer.alloc(30 * MEBIBYTE), headers: JSON_TYPE };
      const outcome = await fetch(url, huge).then(
        (response) => response.status,
        () => "cut off",
      );
      expect([413, "cut off"]).toContain(outcome);
      const next = await fetch(url, { method: "POST", body: "{}", headers: JSON_TYPE });
      expect(next.status).toBe(200);
    });
  });
});
