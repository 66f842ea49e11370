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

describe("methods", () => {
  test.each(["POST", "PUT", "PATCH", "TRACE", "PROPFIND", "toString"])("%s is not there: 405", async (method) => {
    const answer = await call(hello, { method });
    expect(problemIn(answer)).toMatchObject({ status: 405, error: `Method ${method} Not Allowed` });
    expect(answer.headers.allow).toBe("GET, HEAD, DELETE, OPTIONS");
  });

  test("HEAD answers like GET, without the body", async () => {
    const [get, head] = [await call(hello), await call(hello, { method: "HEAD" })];
    expect(head.body).toBe("");
    expect(head.status).toBe(get.status);
    expect({ ...head.headers, "x-request-id": "" }).toEqual({ ...get.headers, "x-request-id": "" });
  });

  test("HEAD of a failure has no body either", async () => {
    const { status, body } = await call(failing(new Problem("not-found")), { method: "HEAD" });
    expect({ status, body }).toEqual({ status: 404, body: "" });
  });

  test("HEAD needs a GET", async () => {
    const answer = await call(route({ POST: () => undefined }), { method: "HEAD" });
    expect(answer.status).toBe(405);
    expect(answer.headers.allow).toBe("POST, OPTIONS");
  });

  test("OPTIONS answers 204 and Allow", async () => {
    const { status, headers, body } = await call(hello, { method: "OPTIONS" });
    expect({ status, body, allow: headers.allow }).toEqual({
      status: 204,
      body: "",
      allow: "GET, HEAD, DELETE, OPTIONS",
    });
  });
});

describe("failures", () => {
  test("a problem is answered as it is", async () => {
    const problem = new Problem("validation", {
      title: "No good",
      detail: "Why",
      fields: { title: ["Bad"] },
      headers: { "X-Why": "because" },
    });
    const answer = await call(failing(problem));
    expect(problemIn(answer)).toEqual({
      type: "/docs/errors#validation",
      title: "No good",
      status: 400,
      error: "No good",
      detail: "Why",
      fields: { title: ["Bad"] },
    });
    expect(answer.headers["x-why"]).toBe("because");
  });

  test("a problem is no fault of ours: the log names none", async () => {
    await call(failing(new Problem("not-found")));
    expect(logged.all.map(({ level }) => level)).toEqual(["info"]);
  });

  test.each([
    ["an error", new Error("password hunter2")],
    ["a rejection with a text", "password hunter2"],
    ["nothing at all", undefined],
    ["an error with a status of its own", Object.assign(new Error("hunter2"), { status: 404, code: "SQLITE_ERROR" })],
  ])("%s is a 500 without details", async (_name, error) => {
    const answer = await call(failing(error));
    expect(problemIn(answer)).toEqual({
      type: "/docs/errors#internal",
      title: "Internal Server Error",
      status: 500,
      error: "Internal Server Error",
    });
    expect(JSON.stringify(answer.headers)).not.toContain("hunter2");
  });

  test("a rejected promise is a failure too", async () => {
    const answer = await call(route({ GET: () => Promise.reject(new Error("later")) }));
    expect(problemIn(answer).status).toBe(500);
  });

  test("a fault of ours is logged with its stack under the request's id", async () => {
    const { headers } = await call(failing(new Error("the cause")));
    const line = logged.all.find(({ level }) => level === "error");
    expect(line).toMatchObject({ id: headers["x-request-id"], err: { message: "the cause" } });
    expect(line?.err).toHaveProperty("stack", expect.stringContaining("route.test.ts"));
  });

  test.each(["SQLITE_BUSY", "SQLITE_BUSY_SNAPSHOT", "SQLITE_FULL", "SQLITE_IOERR_FSYNC", "SQLITE_CANTOPEN"])(
    "%s means that the database is away: 503 and Retry-After",
    async (code) => {
      const answer = await call(failing(Object.assign(new Error("disk"), { code })));
      expect(problemIn(answer)).toMatchObject({ status: 503, error: "Service Unavailable" });
      expect(answer.headers["retry-after"]).toMatch(/^[1-9]\d*$/);
    },
  );

  test("the log says why the database is away", async () => {
    await call(failing(Object.assign(new Error("disk full"), { code: "SQLITE_FULL" })));
    expect(logged.all).toContainEqual(
      expect.objectContaining({ err: expect.objectContaining({ code: "SQLITE_FULL" }) }),
    );
  });

  test("throwing after the reply began cuts it off instead of passing it for a whole one", async () => {
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

describe("the request's id", () => {
  test("is the client's own where that is well-formed", async () => {
    const { headers } = await call(hello, { headers: { "x-request-id": "client-chosen_42" } });
    expect(headers["x-request-id"]).toBe("client-chosen_42");
    expect(logged.all).toEqual([expect.objectContaining({ id: "client-chosen_42" })]);
  });

  test.each(["short", "has a space", "x".repeat(65), 'quote"quote"', "line\nbreak-line", ""])(
    "is made anew instead of %j",
    async (given) => {
      const { headers } = await call(hello, { headers: { "x-request-id": given } });
      expect(headers["x-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
    },
  );

  test("is another one each time, failures included", async () => {
    const ids = [await call(hello), await call(hello), await call(hello, { method: "PUT" })].map(
      ({ headers }) => headers["x-request-id"],
    );
    expect(new Set(ids).size).toBe(3);
  });
});

test("each request writes one line with method, address, status and duration", async () => {
  await call(hello, { url: "/api/hello?x=1" });
  expect(logged.all).toEqual([
    expect.objectContaining({ method: "GET", url: "/api/hello?x=1", status: 200, ms: expect.any(Number) }),
  ]);
});
