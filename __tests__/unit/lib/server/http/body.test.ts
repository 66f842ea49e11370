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
/** The limit that the error names. */
const BODY_MAX = 3 * MEBIBYTE;
const JSON_TYPE = { "content-type": "application/json" };
const FORM_TYPE = { "content-type": "application/x-www-form-urlencoded" };

/** Responds with the body that was read. */
const read: NextApiHandler = async (req, res) => sendJson(res, await readBody(req, ["tags"]));
const echo = route({ POST: read, PUT: read, PATCH: read });

const send = (raw: string | Uint8Array, headers: Record<string, string> = JSON_TYPE) =>
  call(echo, { method: "POST", raw, headers });

/** A JSON object of exactly `bytes` bytes. */
const jsonOf = (bytes: number) => JSON.stringify({ a: "x".repeat(bytes - 8) });

describe("readBody — accepted", () => {
  test.each([
    ["application/json"],
    ["application/json; charset=utf-8"],
    ["Application/JSON"],
    ["application/merge-patch+json"],
  ])("Content-Type: %s", async (type) => {
    expect((await send('{"a":[1,null,"ü"]}', { "content-type": type })).json()).toEqual({ a: [1, null, "ü"] });
  });

  test("form fields", async () => {
    const { json } = await send("title=Two+words&content=caf%C3%A9%0A%26", FORM_TYPE);
    expect(json()).toEqual({ title: "Two words", content: "café\n&" });
  });

  test.each([
    ["tags=a", ["a"]],
    ["tags=a&tags=b+c", ["a", "b c"]],
    ["tags=", []],
  ])("form field of a list: %s", async (raw, tags) => {
    expect((await send(raw, FORM_TYPE)).json()).toEqual({ tags });
  });

  test("no Content-Type — parsed as JSON", async () => {
    expect((await send('{"a":1}', {})).json()).toEqual({ a: 1 });
    expect(problemIn(await send("a=1", {}))).toMatchObject({
      status: 400,
      detail: "The body is not well-formed JSON.",
    });
  });

  test("JSON with a byte order mark", async () => {
    expect((await send('\uFEFF{"a":1}')).json()).toEqual({ a: 1 });
  });

  test("a body of exactly 3 MiB", async () => {
    expect((await send(jsonOf(BODY_MAX))).status).toBe(200);
  });

  test.each([
    ["JSON", JSON_TYPE],
    ["a form", FORM_TYPE],
    ["no Content-Type", {}],
  ])("an empty body, %s — an object without fields", async (_name, headers) => {
    expect((await send("", headers as Record<string, string>)).json()).toEqual({});
  });

  test("a body that node-mocks-http already parsed", async () => {
    expect((await call(echo, { method: "POST", body: { a: 1 } })).json()).toEqual({ a: 1 });
  });

  test("a body in chunks that split a character", async () => {
    await serve(echo, async (url) => {
      const bytes = Buffer.from('{"a":"🙂"}');
      const chunks = new ReadableStream({
        async start(controller) {
          for (const byte of bytes) {
            controller.enqueue(Uint8Array.of(byte));
            await new Promise(setImmediate);
          }
          controller.close();
        },
      });
      const init = { method: "POST", body: chunks, headers: JSON_TYPE, duplex: "half" } as RequestInit;
      expect(await (await fetch(url, init)).json()).toEqual({ a: "🙂" });
    });
  });
});

describe("readBody — unreadable — 400 malformed-body", () => {
  test.each([
    ["an incomplete object", '{"a":'],
    ["a trailing comma", '{"a":1,}'],
    ["two objects", "{}{}"],
    ["plain text", "hello"],
    ["white space only", "  "],
    ["form fields as application/json", "title=a&content=b"],
  ])("%s", async (_name, raw) => {
    expect(problemIn(await send(raw))).toMatchObject({
      status: 400,
      type: "/docs/errors#malformed-body",
      detail: "The body is not well-formed JSON.",
    });
  });

  test.each(["[]", "null", "1", '"text"', "true", '[{"title":"a"}]'])("JSON that is not an object: %s", async (raw) => {
    expect(problemIn(await send(raw))).toMatchObject({ status: 400, detail: "The body must be a JSON object." });
  });

  test.each([[[]], [null], ["text"], [1]])("a mocked body that is not an object: %j", async (body) => {
    expect(problemIn(await call(echo, { method: "POST", body })).status).toBe(400);
  });

  test.each([
    ["a byte of Latin-1", Buffer.from('{"a":"\xFC"}', "latin1"), JSON_TYPE],
    ["UTF-16", Buffer.from('\uFEFF{"a":1}', "utf16le"), JSON_TYPE],
    ["a form in Latin-1", Buffer.from("title=\xFC", "latin1"), FORM_TYPE],
  ])("not UTF-8: %s", async (_name, raw, headers) => {
    expect(problemIn(await send(raw, headers))).toMatchObject({ status: 400, detail: "The body is not UTF-8 text." });
  });

  test("JSON nested 500,000 levels deep — 400 without a stack overflow", async () => {
    expect(problemIn(await send("[".repeat(500_000))).status).toBe(400);
  });
});

describe("readBody — too many values or levels — 400 malformed-body", () => {
  const MANY = "The body holds more than 1,000 values.";
  const DEEP = "The body is nested more than 32 levels deep.";
  const nested = (levels: number) => `{"id":${"[".repeat(levels - 1)}${"]".repeat(levels - 1)}}`;

  test.each([
    [
      "1,000 members",
      JSON.stringify(Object.fromEntries(Array.from({ length: 1_000 }, (_, at) => [`k${at}`, 1]))),
      MANY,
    ],
    ["300,000 list elements", `{"tags":[${"1,".repeat(300_000)}1]}`, MANY],
    ["5,000 nested lists", nested(5_000), DEEP],
    ["500,000 nested lists", nested(500_000), DEEP],
    ["one level over the limit", nested(34), DEEP],
  ])("%s", async (_name, raw, detail) => {
    expect(problemIn(await send(raw))).toMatchObject({ status: 400, type: "/docs/errors#malformed-body", detail });
  });

  test("1,001 form fields", async () => {
    expect(problemIn(await send("tags=&".repeat(1_001), FORM_TYPE))).toMatchObject({ status: 400, detail: MANY });
  });

  test("at the limits — 200", async () => {
    expect((await send(nested(32))).status).toBe(200);
    expect((await send(`{"tags":[${"1,".repeat(997)}1]}`)).status).toBe(200);
  });
});

describe("readBody — unsupported media type — 415", () => {
  test.each([
    ["text/plain", '{"a":1}'],
    ["multipart/form-data; boundary=x", "--x--"],
    ["application/xml", "<a/>"],
    ["application/jsonp", "{}"],
    ["text/html", ""],
  ])("Content-Type: %s", async (type, raw) => {
    expect(problemIn(await send(raw, { "content-type": type })).status).toBe(415);
  });

  const FORM_AND_JSON = "application/json, application/x-www-form-urlencoded";
  test.each([
    ["POST", "accept-post", FORM_AND_JSON],
    ["PATCH", "accept-patch", `application/merge-patch+json, ${FORM_AND_JSON}`],
    ["PUT", "accept", FORM_AND_JSON],
  ])("%s text/plain — 415 names it, and %s lists the accepted types", async (method, header, accepted) => {
    const response = await call(echo, { method, raw: "a", headers: { "content-type": "text/plain; charset=utf-8" } });
    expect(problemIn(response)).toMatchObject({
      status: 415,
      title: "The media type is not supported",
      detail: `The body is \`text/plain\`; accepted: ${accepted}.`,
    });
    expect(response.headers[header]).toBe(accepted);
  });

  test("a media type of 5,000 characters — 415 truncates it", async () => {
    const { detail = "" } = problemIn(await send("a", { "content-type": `text/${"x".repeat(5_000)}` }));
    expect(detail.length).toBeLessThan(300);
  });

  test.each(["identity", "Identity"])("Content-Encoding: %s — 200", async (encoding) => {
    expect((await send("{}", { ...JSON_TYPE, "content-encoding": encoding })).json()).toEqual({});
  });

  test.each(["gzip", "br", "identity, gzip"])("Content-Encoding: %s — 415 with Accept-Encoding", async (encoding) => {
    const response = await send("x", { ...JSON_TYPE, "content-encoding": encoding });
    expect(problemIn(response)).toMatchObject({
      status: 415,
      title: "The content encoding is not supported",
      detail: `The body is encoded with \`${encoding}\`; send it unencoded.`,
    });
    expect(response.headers["accept-encoding"]).toBe("identity");
  });
});

describe("readBody — larger than 3 MiB — 413", () => {
  test("one byte over the limit", async () => {
    expect(problemIn(await send(jsonOf(BODY_MAX + 1)))).toMatchObject({
      status: 413,
      error: "The body is larger than 3 MiB",
    });
  });

  test("the limit is in bytes, not characters", async () => {
    expect((await send(JSON.stringify({ a: "é".repeat(BODY_MAX / 2) }))).status).toBe(413);
  });

  test("a client that reads only after sending its 5 MiB — receives the 413", async () => {
    await serve(echo, async (url) => {
      const body = jsonOf(5 * MEBIBYTE);
      const socket = connect(Number(new URL(url).port), "127.0.0.1").pause();
      socket.write("POST / HTTP/1.1\r\nHost: octavo.test\r\nContent-Type: application/json\r\n");
      socket.write(`Content-Length: ${body.length}\r\n\r\n`);
      await new Promise<void>((resolve, reject) => socket.write(body, (error) => (error ? reject(error) : resolve())));
      const response = await text(socket);
      expect(response).toMatch(/^HTTP\/1\.1 413 /);
      expect(response).toMatch(/^Connection: close$/im);
      expect(response).toContain('"error":"The body is larger than 3 MiB"');
    });
  });

  test("a body of 30 MiB — the next request is served", async () => {
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
