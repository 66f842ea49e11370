import { request } from "node:http";
import { sendRequest } from "#support/send-request";
import { withSharedServer } from "#support/server";
import type { OpenApi } from "./documented.ts";

/** RFC 9110, 9: every path of the OpenAPI document has the methods that it names there, and no others. */

const server = withSharedServer();

/** `fetch` refuses to send some methods; this sends any. */
function sendAny(method: string, path: string): Promise<{ status: number; allow: string | undefined; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(server.url + path, { method }, async (response) => {
      let body = "";
      for await (const chunk of response) body += chunk;
      resolve({ status: response.statusCode ?? 0, allow: response.headers.allow, body });
    });
    sent.on("error", reject);
    sent.end();
  });
}

const NAMES = ["GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "QUERY"];

let paths: [path: string, methods: string[]][];
beforeAll(async () => {
  const body = { title: "A", content: "B" };
  await sendRequest(`${server.url}/api/posts`, { method: "POST", body });
  const openApi = (await sendRequest(`${server.url}/api/openapi.json`)).json() as OpenApi;
  paths = Object.entries(openApi.paths).map(([path, operations]) => [
    path.replaceAll(/\{\w+\}/g, "1"),
    Object.keys(operations).map((method) => method.toUpperCase()),
  ]);
  expect(paths.length).toBeGreaterThan(8);
});

const allowed = (methods: string[]) => [...methods, ...(methods.includes("GET") ? ["HEAD"] : []), "OPTIONS"].sort();

test("OPTIONS — the methods of the OpenAPI document", async () => {
  for (const [path, methods] of paths) {
    const { allow = "", body, status } = await sendAny("OPTIONS", path);
    expect([path, status, body, allow.split(", ").sort()]).toEqual([path, 204, "", allowed(methods)]);
  }
});

test("other methods — 405 with Allow", async () => {
  for (const [path, methods] of paths) {
    for (const method of NAMES.filter((name) => !methods.includes(name))) {
      const { allow = "", body, status } = await sendAny(method, path);
      expect([path, method, status, allow.split(", ").sort()]).toEqual([path, method, 405, allowed(methods)]);
      expect(JSON.parse(body)).toMatchObject({ status: 405, error: `Method ${method} Not Allowed` });
    }
  }
});

test("HEAD — wherever GET is", async () => {
  for (const [path, methods] of paths) {
    const { body, status } = await sendAny("HEAD", path);
    const expected = methods.includes("GET") ? (await sendAny("GET", path)).status : 405;
    expect([path, status, body]).toEqual([path, expected, ""]);
  }
});

test("refused methods — nothing changed", async () => {
  const [post] = (await sendRequest(`${server.url}/api/posts`)).json() as { version: number }[];
  expect(post?.version).toBe(1);
});
