import { z } from "zod";
import { parse } from "#lib/server/http/parse";
import { Problem } from "#lib/server/problem";

const Form = z.strictObject({
  name: z.string("must be text").min(2, "too short").regex(/^a/, "must begin with a"),
  list: z.array(z.string("must be text")).optional(),
  inner: z.strictObject({ deep: z.number("must be a number") }).optional(),
});

/** The problem that refuses `value`. */
function refusal(value: unknown, title?: (fields: Record<string, string[]>) => string | undefined): Problem {
  try {
    parse(Form, value, { title });
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error("It was taken.");
}

test("parse — valid — the schema's output", () => {
  expect(parse(z.strictObject({ count: z.string().transform(Number) }), { count: "7" })).toEqual({ count: 7 });
});

test("parse — invalid — 400 validation", () => {
  expect(refusal({}).body()).toMatchObject({ status: 400, type: "/docs/errors#validation" });
});

test.each([
  [
    "every invalid field, not only the first",
    { name: 1, list: [1], inner: { deep: "x" } },
    ["name", "list.0", "inner.deep"],
  ],
  ["every unknown field", { name: "ab", x: 1, y: 2 }, ["x", "y"]],
  ["a nested unknown field by its path", { name: "ab", inner: { deep: 1, z: 2 } }, ["inner.z"]],
  ["`body` when the value is not an object", 5, ["body"]],
])("parse — names %s", (_name, value, names) => {
  expect(Object.keys(refusal(value).body().fields ?? {})).toEqual(names);
});

test("parse — a field with two errors — both messages", () => {
  expect(refusal({ name: "b" }).body().fields).toEqual({ name: ["too short", "must begin with a"] });
});

test("parse — an unknown field — “Unknown field”", () => {
  expect(refusal({ name: "ab", x: 1 }).body().fields).toEqual({ x: ["Unknown field"] });
});

test("parse — unknown fields `__proto__` and `constructor` — named", () => {
  const fields = refusal(JSON.parse('{"name":"ab","__proto__":1,"constructor":2}')).body().fields ?? {};
  expect(Object.keys(fields).sort()).toEqual(["__proto__", "constructor"]);
});

test("parse — `title` option — the problem's title for the errors it recognizes", () => {
  const title = (fields: Record<string, string[]>) => (fields.name ? "Name, please" : undefined);
  expect(refusal({}, title).message).toBe("Name, please");
  expect(refusal({ name: "ab", x: 1 }, title).message).toBe("The request is not valid");
});

test('parse — an unknown field with an empty name — named as "", not as `body`', () => {
  expect(refusal({ name: "ab", "": 1 }).body().fields).toEqual({ "": ["Unknown field"] });
});
