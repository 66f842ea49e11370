import { apiReference } from "#lib/server/docs/reference";
import { openApiDocument } from "#lib/server/openapi/document";
import { NewPost, PostPatch, PostReplacement } from "#lib/shared/posts";
import type { Field } from "#lib/shared/reference";

const reference = apiReference();
const operations = reference.groups.flatMap((group) => group.operations);
const find = (id: string) => operations.find((operation) => operation.id === id);

test("apiReference — operations — every method and path of the OpenAPI document, once", () => {
  const document = Object.entries(openApiDocument("").paths ?? {}).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(operations.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(document.sort());
});

test("apiReference — responses — errors list their problem types once each, others have a description", () => {
  for (const { replies } of operations) {
    for (const { status, problems = [], description } of replies) {
      if (Number(status) >= 400) {
        expect(problems.length).toBeGreaterThan(0);
        expect(problems).toEqual([...new Set(problems)]);
      } else expect(description).toMatch(/\S/);
    }
  }
});

test("apiReference — response headers — each has a description", () => {
  const explained = reference.headers.map(({ name }) => name);
  for (const { replies } of operations) {
    for (const { headers = [] } of replies) for (const name of headers) expect(explained).toContain(name);
  }
  for (const { description } of reference.headers) expect(description).toMatch(/\S/);
});

test("apiReference — named types — each is among the schemas", () => {
  const inside = ({ fields = [], schema }: Partial<Field>): (string | undefined)[] => [
    schema,
    ...fields.flatMap(inside),
  ];
  const replies = operations.flatMap((operation) => operation.replies.map(({ schema }) => schema));
  const named = [...replies, ...reference.schemas.flatMap(inside)].filter((name) => name !== undefined);
  expect(named).toContain("Post");
  const known = reference.schemas.map(({ name }) => name);
  for (const name of named) expect(known).toContain(name);
});

test("apiReference — parameters — each has a description", () => {
  for (const { parameters = [] } of operations) {
    for (const { description } of parameters) expect(description).toMatch(/\S/);
  }
});

test.each([
  ["createPost", NewPost],
  ["replacePost", PostReplacement],
  ["changePost", PostPatch],
])("apiReference — the example body of %s — its schema accepts it", (id, schema) => {
  expect(schema.safeParse(JSON.parse(find(id)?.body?.example ?? "")).success).toBe(true);
});

const WRITABLE = [
  "title",
  "content",
  "excerpt",
  "cover",
  "slug",
  "canonicalUrl",
  "tags",
  "language",
  "status",
  "publishedAt",
];
/** Not stored: the autosave that the save makes superfluous. */
const CONTROL = ["autosave"];

test("apiReference — read-only fields of replacePost — listed apart from the writable ones", () => {
  const body = find("replacePost")?.body;
  expect(body?.ignored).toContain("createdAt");
  expect(body?.fields.map(({ name }) => name)).toEqual([...WRITABLE, ...CONTROL]);
});
