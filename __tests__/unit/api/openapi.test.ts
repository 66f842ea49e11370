import { call } from "#support/call";
import { problemIn } from "#support/problem";
import { withSettings } from "#support/settings";
import openapi from "../../../pages/api/openapi.json";

const read = (headers: Record<string, string> = {}) => call(openapi, { headers });

test("GET /api/openapi.json — 200, with the request's origin as server", async () => {
  const { headers, json, status } = await read();
  expect(status).toBe(200);
  expect(headers["content-type"]).toBe("application/json; charset=utf-8");
  expect(json()).toMatchObject({ openapi: "3.1.1", servers: [{ url: "http://octavo.test" }] });
});

test("GET /api/openapi.json — If-None-Match — 304", async () => {
  const { headers } = await read();
  expect((await read({ "if-none-match": String(headers.etag) })).status).toBe(304);
});

describe("SITE_URL", () => {
  withSettings({ SITE_URL: "https://octavo.example" });

  test("GET /api/openapi.json — SITE_URL set — it is the server", async () => {
    expect((await read()).json()).toMatchObject({ servers: [{ url: "https://octavo.example" }] });
  });
});

test("GET /api/openapi.json — a parameter — 400", async () => {
  expect(problemIn(await call(openapi, { query: { format: "yaml" } })).status).toBe(400);
});
