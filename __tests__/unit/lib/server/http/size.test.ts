import { readFileSync } from "node:fs";

/** The files around every handler. */
const WRAPPER = ["route", "body", "parse", "response"];

test("route, body, parse, response — under 250 lines together", () => {
  const files = WRAPPER.map((name) => readFileSync(`lib/server/http/${name}.ts`, "utf8"));
  const lines = files.map((text) => text.trimEnd().split("\n").length);
  expect(lines.reduce((sum, count) => sum + count)).toBeLessThan(250);
});
