import { json, sendJson, sendNoContent, sendProblem } from "#lib/server/http/response";
import { Problem } from "#lib/server/problem";
import { call } from "#support/call";
import { problemIn } from "#support/problem";
import { serve } from "#support/serve";

test("a reply is JSON in UTF-8 whose length is counted in bytes", async () => {
  const { headers, body } = await call((_req, res) => sendJson(res, { a: "é🙂" }));
  expect(body).toBe('{"a":"é🙂"}');
  expect(headers).toMatchObject({ "content-type": "application/json; charset=utf-8", "content-length": 14 });
});

test("nobody keeps a reply that does not say so", async () => {
  expect((await call((_req, res) => sendJson(res, {}))).headers["cache-control"]).toBe("no-store, no-transform");
});

test("a reply that is kept to be sent later is whole, without the headers it does not have", () => {
  expect(json({ id: "3" }, { status: 201, headers: { Location: "/api/posts/3", Link: undefined } })).toEqual({
    status: 201,
    headers: {
      "Content-Type": "application/json; charset=utf-8",
      "Cache-Control": "no-store, no-transform",
      Location: "/api/posts/3",
    },
    body: '{"id":"3"}',
  });
});

test("no content is 204 and nothing else", async () => {
  const { status, body } = await call((_req, res) => sendNoContent(res));
  expect({ status, body }).toEqual({ status: 204, body: "" });
});

test("a problem brings its status and headers", async () => {
  const problem = new Problem("unavailable", { headers: { "Retry-After": "2" } });
  const answer = await call((_req, res) => sendProblem(res, problem));
  expect(problemIn(answer).status).toBe(503);
  expect(answer.headers["retry-after"]).toBe("2");
});

test("over HTTP a HEAD has the length of the GET and no body", async () => {
  await serve(
    (_req, res) => sendJson(res, { a: "é" }),
    async (url) => {
      const head = await fetch(url, { method: "HEAD" });
      expect(head.headers.get("content-length")).toBe("10");
      expect(await head.text()).toBe("");
    },
  );
});
