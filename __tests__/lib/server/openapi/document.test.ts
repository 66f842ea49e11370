import { execFileSync } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { NextApiHandler } from "next";
import { z } from "zod";
import { JsonFeed } from "#lib/server/feeds/json-feed";
import { openApiDocument } from "#lib/server/openapi/document";
import { POST_FIELDS } from "#lib/shared/post-query";
import { call } from "#support/call";
import { withDatabase } from "#support/database";
import { makePost } from "#support/factories";
import { withFolder } from "#support/folder";
import jsonFeed from "../../../../pages/api/feeds/json";
import posts from "../../../../pages/api/posts/index";

withDatabase();
const folder = withFolder();

const API = path.resolve("pages/api");
/** What answers for every address that no other file serves. */
const CATCH_ALL = ["/api", "/api/[...path]"];

const openApi = openApiDocument("https://octavo.example");
type Operation = {
  operationId: string;
  summary: string;
  description?: string;
  parameters?: { in: string; name: string }[];
  responses: Record<string, object>;
};
const operations = Object.entries(openApi.paths ?? {}).flatMap(([address, methods]) =>
  Object.entries(methods ?? {}).map(([method, operation]) => ({ address, method, ...(operation as Operation) })),
);
const named = (id: string) => operations.filter(({ operationId }) => operationId === id);
const parametersIn = (place: string, { parameters = [] }: Pick<Operation, "parameters">) =>
  parameters.filter((parameter) => parameter.in === place).map(({ name }) => name);

/** The addresses that the files below pages/api serve, as the document writes them, with their files. */
function served(): Map<string, string> {
  const files = readdirSync(API, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  const addresses = files.map((file): [string, string] => {
    const address = `/api/${file.replace(/\.ts$/, "")}`.replace(/\/index$/, "");
    return [CATCH_ALL.includes(address) ? address : address.replaceAll("[", "{").replaceAll("]", "}"), file];
  });
  return new Map(addresses.filter(([address]) => !CATCH_ALL.includes(address)));
}

test("openApiDocument — tags, schemas and summaries — each differs, as headings of one page", () => {
  const names = [
    ...(openApi.tags ?? []).map(({ name }) => name),
    ...Object.keys(openApi.components?.schemas ?? {}),
    ...operations.map(({ summary }) => summary),
  ];
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

test("openApiDocument — validator — valid OpenAPI 3.1", () => {
  const file = folder.file("openapi.json");
  writeFileSync(file, JSON.stringify(openApi));
  const program = "node_modules/@seriousme/openapi-schema-validator/bin/validate-api-cli.js";
  const said = execFileSync(process.execPath, [program, file], {
    encoding: "utf8",
    env: { ...process.env, NODE_OPTIONS: "" },
  });
  expect(JSON.parse(said)).toMatchObject({ valid: true });
  expect(openApi.openapi).toMatch(/^3\.1\./);
});

test("openApiDocument — paths — those of the files in pages/api", () => {
  expect(Object.keys(openApi.paths ?? {}).sort()).toEqual([...served().keys()].sort());
});

test("openApiDocument — methods — those of each handler's Allow header", async () => {
  await makePost();
  for (const [address, file] of served()) {
    const { default: handler } = (await import(path.join(API, file))) as { default: NextApiHandler };
    const { headers } = await call(handler, { method: "OPTIONS", query: { id: "1", version: "1" } });
    const methods = String(headers.allow)
      .split(", ")
      .filter((name) => name !== "HEAD" && name !== "OPTIONS");
    const documented = operations.filter((operation) => operation.address === address);
    expect([address, ...documented.map(({ method }) => method.toUpperCase()).sort()]).toEqual([
      address,
      ...methods.sort(),
    ]);
  }
});

test("openApiDocument — operations — unique id, summary, description, 400, 500 and 503", () => {
  expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
  for (const { description, operationId, responses, summary } of operations) {
    expect(summary).toMatch(/\S/);
    expect([operationId, description]).toEqual([operationId, expect.stringMatching(/\S/)]);
    expect(Object.keys(responses)).toEqual(expect.arrayContaining(["400", "500", "503"]));
  }
});

test.each([
  ["listPosts", ["200", "304", "400", "401"]],
  ["createPost", ["201", "400", "401", "403", "409", "413", "415", "422", "429"]],
  ["replacePost", ["200", "400", "401", "403", "404", "412", "413", "415", "429"]],
  ["changePost", ["200", "400", "401", "403", "404", "412", "413", "415", "429"]],
  ["deletePost", ["204", "401", "403", "404", "412", "429"]],
])("openApiDocument — %s — the responses of the contract", (id, statuses) => {
  const replies = named(id).flatMap(({ responses }) => Object.keys(responses));
  expect(replies).toEqual(expect.arrayContaining(statuses));
});

test("openApiDocument — parameters — every path parameter, and the query parameters of listPosts", () => {
  for (const { address, ...operation } of operations) {
    expect(parametersIn("path", operation)).toEqual([...address.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
  }
  const names = named("listPosts").flatMap((operation) => parametersIn("query", operation));
  expect(names.sort()).toEqual(["after", "author", "fields", "limit", "q", "sort", "status", "tag"]);
});

test.each([
  ["getPost", "The post's id"],
  ["revokeKey", "The API key's id"],
  ["endSession", "The session's id"],
  ["deletePasskey", "The passkey's id"],
  ["changeMessage", "The message's id"],
  ["deleteMessage", "The message's id"],
])("openApiDocument — %s, its path parameter — %s", (id, description) => {
  const { parameters } = z.object({ parameters: z.array(z.looseObject({})) }).parse(named(id)[0]);
  expect(parameters).toContainEqual(expect.objectContaining({ in: "path", name: "id", description }));
});

test("openApiDocument — listPosts, fields — a comma-separated list", () => {
  const { parameters } = z.object({ parameters: z.array(z.looseObject({})) }).parse(named("listPosts")[0]);
  const type = expect.objectContaining({ type: "array", items: { type: "string", enum: POST_FIELDS } });
  expect(parameters).toContainEqual(
    expect.objectContaining({ name: "fields", style: "form", explode: false, schema: type }),
  );
});

test("openApiDocument — getJsonFeed — a schema that the feed matches", async () => {
  await makePost({ tags: ["a"] });
  const { body } = await call(jsonFeed);
  expect(openApi.components?.schemas?.JsonFeed).toMatchObject({
    type: "object",
    properties: { items: { type: "array" } },
  });
  expect(JSON.stringify(named("getJsonFeed")[0]?.responses)).toContain("#/components/schemas/JsonFeed");
  expect(() => JsonFeed.parse(JSON.parse(body))).not.toThrow();
});

test("openApiDocument — createPost, ETag — an example in the form of those that are sent", async () => {
  const { headers } = await call(posts, { method: "POST", body: { title: "One", content: "Text", tags: ["a"] } });
  const example = z.object({ ETag: z.object({ schema: z.object({ example: z.string() }) }) });
  const created = z.object({ responses: z.object({ 201: z.object({ headers: example }) }) });
  const { ETag } = created.parse(named("createPost")[0]).responses[201].headers;
  const form = expect.stringMatching(/^"\d+-1-[\w-]{8}"$/);
  expect([headers.etag, ETag.schema.example]).toEqual([form, form]);
});

test("openApiDocument — servers — the given origin", () => {
  expect(openApi.servers).toEqual([{ url: "https://octavo.example" }]);
});

test("openApiDocument — two requests — the schemas are converted once", () => {
  expect(openApiDocument("https://octavo.test").paths).toBe(openApi.paths);
});
