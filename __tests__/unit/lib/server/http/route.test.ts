import { sendJson } from "#lib/server/http/response";
import { route } from "#lib/server/http/route";
import { Problem } from "#lib/server/problem";
import { call } from "#support/call";
import { withLogLines } from "#support/log-lines";
import { problemIn } from "#support/problem";
import { serve } from "#support/serve";

const logged = withLogLines();

const hello = route({
  GET: (_req, res) => sendJson(res, { hello: "world" }, { headers: { "X-Kind": "greeting" } }),
  DELETE: (_req, res) => sendJson(res, {}),
});

const failing = (error: unknown) =>
  route({
    GET: () => {
      throw error;
    },
  });

describe("route — methods", () => {
  test.each(["POST", "PUT", "PATCH", "TRACE", "PROPFIND", "toString"])(
    "%s — no handler — 405 with Allow",
    async (method) => {
      const response = await call(hello, { method });
      expect(problemIn(response)).toMatchObject({ status: 405, error: `Method ${method} Not Allowed` });
      expect(response.headers.allow).toBe("GET, HEAD, DELETE, OPTIONS");
    },
  );

  test("HEAD — headers of GET, no body", async () => {
    const [get, head] = [await call(hello), await call(hello, { method: "HEAD" })];
    expect(head.body).toBe("");
    expect(head.status).toBe(get.status);
    expect({ ...head.headers, "x-request-id": "" }).toEqual({ ...get.headers, "x-request-id": "" });
  });

  test("HEAD — the handler throws a problem — its status, no body", async () => {
    const { status, body } = await call(failing(new Problem("not-found")), { method: "HEAD" });
    expect({ status, body }).toEqual({ status: 404, body: "" });
  });

  test("HEAD — no GET handler — 405", async () => {
    const response = await call(route({ POST: () => undefined }), { method: "HEAD" });
    expect(response.status).toBe(405);
    expect(response.headers.allow).toBe("POST, OPTIONS");
  });

  test("OPTIONS — 204 with Allow", async () => {
    const { status, headers, body } = await call(hello, { method: "OPTIONS" });
    expect({ status, body, allow: headers.allow }).toEqual({
      status: 204,
      body: "",
      allow: "GET, HEAD, DELETE, OPTIONS",
    });
  });
});

describe("route — errors", () => {
  test("handler throws a problem — its status, body and headers", async () => {
    const problem = new Problem("validation", {
      title: "No good",
      detail: "Why",
      fields: { title: ["Bad"] },
      headers: { "X-Why": "because" },
    });
    const response = await call(failing(problem));
    expect(problemIn(response)).toEqual({
      type: "/docs/errors#validation",
      title: "No good",
      status: 400,
      error: "No good",
      detail: "Why",
      fields: { title: ["Bad"] },
    });
    expect(response.headers["x-why"]).toBe("because");
  });

  test("handler throws a problem — no error is logged", async () => {
    await call(failing(new Problem("not-found")));
    expect(logged.all).toEqual([]);
  });

  test.each([
    ["an error", new Error("password hunter2")],
    ["a string", "password hunter2"],
    ["undefined", undefined],
    ["an error with a `status` property", Object.assign(new Error("hunter2"), { status: 404, code: "SQLITE_ERROR" })],
  ])("handler throws %s — 500 without details", async (_name, error) => {
    const response = await call(failing(error));
    expect(problemIn(response)).toEqual({
      type: "/docs/errors#internal",
      title: "Internal Server Error",
      status: 500,
      error: "Internal Server Error",
    });
    expect(JSON.stringify(response.headers)).not.toContain("hunter2");
  });

  test("handler returns a rejected promise — 500", async () => {
    const response = await call(route({ GET: () => Promise.reject(new Error("later")) }));
    expect(problemIn(response).status).toBe(500);
  });

  test("handler throws — error logged with its stack and the request id", async () => {
    const { headers } = await call(failing(new Error("the cause")));
    const line = logged.all.find(({ level }) => level === "error");
    expect(line).toMatchObject({ id: headers["x-request-id"], err: { message: "the cause" } });
    expect(line?.err).toHaveProperty("stack", expect.stringContaining("route.test.ts"));
  });

  test.each(["SQLITE_BUSY", "SQLITE_BUSY_SNAPSHOT", "SQLITE_FULL", "SQLITE_IOERR_FSYNC", "SQLITE_CANTOPEN"])(
    "database error %s — 503 with Retry-After",
    async (code) => {
      const response = await call(failing(Object.assign(new Error("disk"), { code })));
      expect(problemIn(response)).toMatchObject({ status: 503, error: "Service Unavailable" });
      expect(response.headers["retry-after"]).toMatch(/^[1-9]\d*$/);
    },
  );

  test("database unavailable — the cause is logged", async () => {
    await call(failing(Object.assign(new Error("disk full"), { code: "SQLITE_FULL" })));
    expect(logged.all).toContainEqual(
      expect.objectContaining({ err: expect.objectContaining({ code: "SQLITE_FULL" }) }),
    );
  });

  test("handler throws after the response began — connection cut, error logged", async () => {
    const broken = route({
      GET: (_req, res) => {
        res.writeHead(200, { "Content-Length": 100 }).write("half");
        throw new Error("too late");
      },
    });
    await serve(broken, async (url) => {
      await expect(fetch(url).then((response) => response.text())).rejects.toThrow();
    });
    expect(logged.all).toContainEqual(expect.objectContaining({ level: "error" }));
  });
});

describe("route — X-Request-Id", () => {
  test("well-formed in the request — used in the response", async () => {
    const { headers } = await call(hello, { headers: { "x-request-id": "client-chosen_42" } });
    expect(headers["x-request-id"]).toBe("client-chosen_42");
  });

  test.each(["short", "has a space", "x".repeat(65), 'quote"quote"', "line\nbreak-line", ""])(
    "%j in the request — replaced by a generated id",
    async (given) => {
      const { headers } = await call(hello, { headers: { "x-request-id": given } });
      expect(headers["x-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
    },
  );

  test("not in the request — a unique id per response, errors included", async () => {
    const ids = [await call(hello), await call(hello), await call(hello, { method: "PUT" })].map(
      ({ headers }) => headers["x-request-id"],
    );
    expect(new Set(ids).size).toBe(3);
  });
});
