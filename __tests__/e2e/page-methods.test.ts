import { globSync, readFileSync } from "node:fs";
import { request } from "node:http";
import { EXPECTED_HEADERS } from "#support/security-headers";
import { sendRequest } from "#support/send-request";
import { withServer } from "#support/server";

/** RFC 9110, 9.3.7 and 15.5.6, for pages and files; endpoints are in conformance-methods.test.ts. */

const server = withServer({ CORS_ORIGINS: "https://app.example" });
const body = { title: "Hello", content: "World" };
beforeAll(async () => {
  await sendRequest(`${server.url}/api/posts`, { method: "POST", body });
});

type Response = { status: number; headers: Record<string, unknown>; text: string };

/** Sends any method, those that `fetch` refuses included. */
function send(method: string, path: string, content = ""): Promise<Response> {
  const headers = { "content-type": "application/x-www-form-urlencoded", "content-length": Buffer.byteLength(content) };
  return new Promise((resolve, reject) => {
    const sent = request(server.url + path, { method, headers }, async (response) => {
      let text = "";
      for await (const chunk of response) text += chunk;
      resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
    });
    sent.on("error", reject);
    sent.end(content);
  });
}

/** Every page, at a path that exists, with whether its file takes a form. */
const PAGES = globSync("pages/**/*.tsx")
  .map((file) => ({ file, name: `/${file.slice("pages/".length, -".tsx".length)}`.replace(/\/index$/, "") || "/" }))
  .filter(({ name }) => !/^\/(_|404|500|\[\.\.\.path\])/.test(name) && !name.startsWith("/api"))
  .map(({ file, name }): [path: string, hasForm: boolean] => [
    name.replace("/[[...none]]", "").replace("/[[...slug]]", "").replace("[id]", "1").replace("[slug]", "hello"),
    /RejectedForm|FormPost|FormError|EditPost|SettingsForm/.test(readFileSync(file, "utf8")),
  ]);

const READING = "GET, HEAD, OPTIONS";
const FORM = "GET, HEAD, POST, OPTIONS";

test("pages — some with form actions, some without", () => {
  expect(PAGES.filter(([, hasForm]) => hasForm).length).toBeGreaterThan(8);
  expect(PAGES.filter(([, hasForm]) => !hasForm).length).toBeGreaterThan(8);
});

describe.each(PAGES)("%s (form: %s)", (path, hasForm) => {
  const allow = hasForm ? FORM : READING;

  test("OPTIONS — 204 with Allow", async () => {
    const { headers, status, text } = await send("OPTIONS", path);
    expect([status, text, headers.allow]).toEqual([204, "", allow]);
    expect(headers).toMatchObject(EXPECTED_HEADERS);
  });

  test.each(["PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", ...(hasForm ? [] : ["POST"])])(
    "%s — 405 with Allow",
    async (method) => {
      const { headers, status, text } = await send(method, `${path}?a=b`, "form=none");
      expect([status, text, headers.allow]).toEqual([405, `Method ${method} Not Allowed\n`, allow]);
      expect(headers).toMatchObject({ ...EXPECTED_HEADERS, "content-type": "text/plain; charset=utf-8" });
    },
  );

  if (hasForm) {
    test("POST — handled by the page", async () => {
      const { status } = await send("POST", path, "form=none");
      expect([200, 303, 400, 401, 403, 404]).toContain(status);
    });
  }
});

test.each(["/%62log", "/head.js", "/og.png", "/favicon.ico", "/_next/static/none.js"])(
  "%s — OPTIONS 204 and POST 405, with Allow",
  async (path) => {
    const responses = await Promise.all(["OPTIONS", "POST"].map((method) => send(method, path)));
    expect(responses.map(({ headers, status }) => [status, headers.allow])).toEqual([
      [204, READING],
      [405, READING],
    ]);
  },
);

test("unknown path — 404 for every method", async () => {
  for (const method of ["POST", "PUT", "OPTIONS"]) expect((await send(method, "/nothing")).status).toBe(404);
});

test("redirected path — redirect for every method", async () => {
  for (const method of ["POST", "PUT", "OPTIONS"]) {
    const { headers, status } = await send(method, "/contact/");
    expect([method, status, headers.location]).toEqual([method, 308, "/contact"]);
  }
});

test("rewritten path — OPTIONS handled by its endpoint, with CORS headers", async () => {
  const headers = { Origin: "https://app.example" };
  const response = await sendRequest(`${server.url}/blog/1.md`, { method: "OPTIONS", headers });
  expect(response.headers.get("access-control-allow-origin")).toBe("https://app.example");
  expect([response.status, response.headers.get("allow")]).toEqual([204, READING]);
});
