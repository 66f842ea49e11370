import { json, sendJson, sendNoContent, sendProblem } from "#lib/server/http/response";
import { Problem } from "#lib/server/problem";
import { call } from "#support/call";
import { problemIn } from "#support/problem";
import { serve } from "#support/serve";

test("sendJson — non-ASCII text — UTF-8 with Content-Length in bytes", async () => {
  const { headers, body } = await call((_req, res) => sendJson(res, { a: "é🙂" }));
  expect(body).toBe('{"a":"é🙂"}');
  expect(headers).toMatchObject({ "content-type": "application/json; charset=utf-8", "content-length": 14 });
});

test("sendJson — no options — Cache-Control: no-store", async () => {
  expect((await call((_req, res) => sendJson(res, {}))).headers["cache-control"]).toBe("no-store, no-transform");
});

test("json — a header that is undefined — left out of the stored response", () => {
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

test("sendNoContent — 204 with an empty body", async () => {
  const { status, body } = await call((_req, res) => sendNoContent(res));
  expect({ status, body }).toEqual({ status: 204, body: "" });
});

test("sendProblem — the problem's status and headers", async () => {
  const problem = new Problem("unavailable", { headers: { "Retry-After": "2" } });
  const response = await call((_req, res) => sendProblem(res, problem));
  expect(problemIn(response).status).toBe(503);
  expect(response.headers["retry-after"]).toBe("2");
});

test("sendJson — HEAD over HTTP — Content-Length of GET, no body", async () => {
  await serve(
    (_req, res) => sendJson(res, { a: "é" }),
    async (url) => {
      const head = await fetch(url, { method: "HEAD" });
      expect(head.headers.get("content-length")).toBe("10");
      expect(await head.text()).toBe("");
    },
  );
});
