import { call } from "#support/call";
import { problemIn } from "#support/problem";
import { withSettings } from "#support/settings";
import openapi from "../../pages/api/openapi.json";

const read = (headers: Record<string, string> = {}) => call(openapi, { headers });

test("the document is there for anyone, and names the address that was asked", async () => {
  const { headers, json, status } = await read();
  expect(status).toBe(200);
  expect(headers["content-type"]).toBe("application/json; charset=utf-8");
  expect(json()).toMatchObject({ openapi: "3.1.1", servers: [{ url: "http://octavo.test" }] });
});

test("whoever has it already is told so", async () => {
  const { headers } = await read();
  expect((await read({ "if-none-match": String(headers.etag) })).status).toBe(304);
});

describe("with an address of its own", () => {
  withSettings({ SITE_URL: "https://octavo.example" });

  test("that is the one it names", async () => {
    expect((await read()).json()).toMatchObject({ servers: [{ url: "https://octavo.example" }] });
  });
});

test("it takes no parameters", async () => {
  expect(problemIn(await call(openapi, { query: { format: "yaml" } })).status).toBe(400);
});
