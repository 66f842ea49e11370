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

test("what is right comes back as the schema makes it", () => {
  expect(parse(z.strictObject({ count: z.string().transform(Number) }), { count: "7" })).toEqual({ count: 7 });
});

test("what is wrong is a 400 of the kind validation", () => {
  expect(refusal({}).body()).toMatchObject({ status: 400, type: "/docs/errors#validation" });
});

test.each([
  [
    "every wrong field, not the first only",
    { name: 1, list: [1], inner: { deep: "x" } },
    ["name", "list.0", "inner.deep"],
  ],
  ["every unknown field by its own name", { name: "ab", x: 1, y: 2 }, ["x", "y"]],
  ["an unknown field deep inside", { name: "ab", inner: { deep: 1, z: 2 } }, ["inner.z"]],
  ["the whole where it is no object", 5, ["body"]],
])("names %s", (_name, value, names) => {
  expect(Object.keys(refusal(value).body().fields ?? {})).toEqual(names);
});

test("a field with two faults has both", () => {
  expect(refusal({ name: "b" }).body().fields).toEqual({ name: ["too short", "must begin with a"] });
});

test("an unknown field is said to be unknown", () => {
  expect(refusal({ name: "ab", x: 1 }).body().fields).toEqual({ x: ["Unknown field"] });
});

test("an unknown field may have any name", () => {
  const fields = refusal(JSON.parse('{"name":"ab","__proto__":1,"constructor":2}')).body().fields ?? {};
  expect(Object.keys(fields).sort()).toEqual(["__proto__", "constructor"]);
});

test("the caller's own words stand for the faults it knows", () => {
  const title = (fields: Record<string, string[]>) => (fields.name ? "Name, please" : undefined);
  expect(refusal({}, title).message).toBe("Name, please");
  expect(refusal({ name: "ab", x: 1 }, title).message).toBe("The request is not valid");
});

test("an unknown field without a name is told from the whole", () => {
  expect(refusal({ name: "ab", "": 1 }).body().fields).toEqual({ "": ["Unknown field"] });
});
