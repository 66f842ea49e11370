import { readFileSync } from "node:fs";

/** What stands around every handler, whatever it does. */
const WRAPPER = ["route", "body", "parse", "response"];

test("the wrapper stays small: under 250 lines over its files", () => {
  const files = WRAPPER.map((name) => readFileSync(`lib/server/http/${name}.ts`, "utf8"));
  const lines = files.map((text) => text.trimEnd().split("\n").length);
  expect(lines.reduce((sum, count) => sum + count)).toBeLessThan(250);
});
