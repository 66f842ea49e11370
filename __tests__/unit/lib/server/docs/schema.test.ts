import { example, field, type Schema, typeName } from "#lib/server/docs/schema";

const POST = "#/components/schemas/Post";

test.each<[Schema, string, string | undefined]>([
  [{ type: "string" }, "string", undefined],
  [{ type: "string", format: "date-time" }, "date-time", undefined],
  [{ $ref: POST }, "Post", "Post"],
  [{ type: "array", items: { $ref: POST } }, "Post[]", "Post"],
  [{ type: "array", items: { type: "string" } }, "string[]", undefined],
  [{ anyOf: [{ type: "string" }, { type: "null" }] }, "string or null", undefined],
  [{ anyOf: [{ $ref: POST }, { type: "null" }] }, "Post or null", "Post"],
  [{ type: "array", items: { anyOf: [{ type: "integer" }, { type: "null" }] } }, "(integer or null)[]", undefined],
  [{ type: "array" }, "anything[]", undefined],
  [{}, "anything", undefined],
])("typeName — %j — %p", (schema, type, named) => {
  expect(typeName(schema)).toEqual({ type, schema: named });
});

test.each<[Schema, string[]]>([
  [{ minLength: 1, maxLength: 100_000 }, ["1–100,000 characters"]],
  [{ maxLength: 280 }, ["at most 280 characters"]],
  [{ minimum: 1, maximum: 100, default: 20 }, ["1–100", "default 20"]],
  [{ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }, ["at least 1"]],
  [{ minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER }, []],
  [{ maxItems: 10 }, ["at most 10 items"]],
  [{ anyOf: [{ type: "null" }, { type: "string", maxLength: 5 }] }, ["at most 5 characters"]],
])("field — %j — limits %j", (schema, limits) => {
  expect(field("it", schema, false).limits).toEqual(limits);
});

test.each<[Schema, string[]]>([
  [{ enum: ["draft", "published"] }, ["draft", "published"]],
  [{ const: "ok" }, ["ok"]],
  [{ anyOf: [{ enum: ["a"] }, { type: "null" }] }, ["a"]],
  [{ type: "string" }, []],
])("field — %j — values %j", (schema, values) => {
  expect(field("it", schema, false).values).toEqual(values);
});

test("field — nullable object — keeps its description and fields", () => {
  const author = { type: "object", description: "Who", properties: { id: { type: "string" } }, required: ["id"] };
  expect(field("author", { anyOf: [author, { type: "null" }] }, true)).toMatchObject({
    type: "object or null",
    description: "Who",
    isRequired: true,
    fields: [{ name: "id", isRequired: true }],
  });
});

test.each<[Schema, unknown]>([
  [{ type: "string", example: "Hello" }, "Hello"],
  [{ enum: ["a", "b"] }, "a"],
  [{ const: "ok" }, "ok"],
  [{ type: "integer", minimum: 3 }, 3],
  [{ type: "boolean" }, false],
  [{ type: "array", items: { type: "string", example: "x" } }, ["x"]],
  [{ anyOf: [{ type: "null" }, { type: "string", example: "y" }] }, "y"],
  [{ type: "object", properties: { a: { type: "integer" }, b: { type: "string" } }, required: ["b"] }, { b: "text" }],
  [{ type: "object", properties: { a: { default: 2 }, b: {} } }, { a: 2 }],
])("example — %j — %j", (schema, expected) => {
  expect(example(schema)).toEqual(expected);
});
