import { randomUUID } from "node:crypto";
import { globSync } from "node:fs";
import path from "node:path";
import type { NextApiHandler } from "next";
import { makeOwner } from "#support/accounts";
import { call } from "#support/call";
import { withDatabase } from "#support/database";
import { makePost } from "#support/factories";
import { problemIn } from "#support/problem";
import legacyPosts from "../../pages/api/legacy-posts";
import onePost from "../../pages/api/posts/[id]";
import posts from "../../pages/api/posts/index";
import tags from "../../pages/api/tags";

withDatabase();

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];
const PATH_PARAMETERS = {
  slug: "hello",
  id: "1",
  version: "1",
  part: "0",
  path: "/old",
  file: "a-480.webp",
  name: "a1421d",
  link: "1",
};
const endpoints = globSync("pages/api/**/*.ts")
  .filter((file) => !file.includes("[...") && file !== "pages/api/index.ts")
  .sort();

const handlerIn = async (file: string) => ((await import(path.resolve(file))) as { default: NextApiHandler }).default;

/** The path parameters of an endpoint's file. An autosave has a new id each time, because its first PUT creates it. */
const pathParametersOf = (file: string) =>
  Object.fromEntries(
    Object.entries({ ...PATH_PARAMETERS, ...(file.includes("/autosaves/") && { id: randomUUID() }) }).filter(([name]) =>
      file.includes(`[${name}]`),
    ),
  );

async function methodsOf(handler: NextApiHandler): Promise<string[]> {
  const { headers } = await call(handler, { method: "OPTIONS" });
  return METHODS.filter((method) => String(headers.allow).split(", ").includes(method));
}

test.each(endpoints)("%s — unknown query parameter, any method — 400 names it", async (file) => {
  const handler = await handlerIn(file);
  const { headers } = await makeOwner();
  const query = { ...pathParametersOf(file), colour: "red" };
  const methods = await methodsOf(handler);
  expect(methods).not.toEqual([]);
  for (const method of methods) {
    const response = await call(handler, { method, query, headers, body: {} });
    const { fields, status } = problemIn(response);
    expect([method, status, Object.keys(fields ?? {})]).toEqual([method, 400, ["colour"]]);
    expect(fields?.colour?.[0]).toContain("Unknown parameter `colour`");
  }
});

test.each(endpoints)("%s — utm_source and _ — ignored", async (file) => {
  const handler = await handlerIn(file);
  const { headers } = await makeOwner();
  for (const method of await methodsOf(handler)) {
    const plain = await call(handler, { method, query: pathParametersOf(file), headers, body: {} });
    const tracked = await call(handler, {
      method,
      query: { ...pathParametersOf(file), utm_source: "email", utm_campaign: "x", _: "1764" },
      headers,
      body: {},
    });
    expect([method, tracked.status]).toEqual([method, plain.status]);
    expect(tracked.body).not.toContain("Unknown parameter");
  }
});

const faultOf = async (handler: NextApiHandler, name: string) =>
  problemIn(await call(handler, { query: { [name]: "2" } })).fields?.[name];

const KNOWN = "Known parameters: `limit`, `after`, `q`, `tag`, `author`, `status`, `sort`, `fields`";
test.each([
  ["page", `Unknown parameter \`page\`; use \`limit\` and \`after\`. ${KNOWN}`],
  ["_page", `Unknown parameter \`_page\`; use \`limit\` and \`after\`. ${KNOWN}`],
  ["offset", `Unknown parameter \`offset\`; use \`limit\` and \`after\`. ${KNOWN}`],
  ["per_page", `Unknown parameter \`per_page\`; use \`limit\`. ${KNOWN}`],
  ["search", `Unknown parameter \`search\`; use \`q\`. ${KNOWN}`],
  ["constructor", `Unknown parameter \`constructor\`. ${KNOWN}`],
])("GET /api/posts — %s — 400 suggests the right one and lists the known ones", async (name, fault) => {
  expect(await faultOf(posts, name)).toEqual([fault]);
});

test("GET /api/legacy-posts — search, unsupported here — 400 without a hint", async () => {
  expect(await faultOf(legacyPosts, "search")).toEqual([
    "Unknown parameter `search`. Known parameters: `limit`, `after`",
  ]);
});

test("GET /api/tags — page — 400: there are no parameters", async () => {
  expect(await faultOf(tags, "page")).toEqual(["Unknown parameter `page`; this endpoint takes no query parameters"]);
});

test("GET /api/posts/1?id=2 — a path parameter in the query — 400 names it", async () => {
  const { id } = await makePost();
  const { fields } = problemIn(await call(onePost, { url: `/api/posts/${id}?id=2`, query: { id } }));
  expect(fields).toEqual({ id: ["Unknown parameter `id`. Known parameters: `fields`"] });
});

test.each<[string, string | string[]]>([
  ["comma-separated", "id,title"],
  ["repeated", ["id", "title"]],
  ["both", ["id,title", "title"]],
])("GET /api/posts and /api/posts/:id — fields %s — those fields", async (_name, fields) => {
  const { id } = await makePost({ title: "One" });
  expect((await call(posts, { query: { fields } })).json()).toEqual([{ id, title: "One" }]);
  expect((await call(onePost, { query: { id, fields } })).json()).toEqual({ id, title: "One" });
});

test("GET /api/posts — repeated `fields` — the next link has it once, and no ignored parameter", async () => {
  await makePost();
  await makePost();
  const { headers } = await call(posts, { query: { fields: ["id", "title"], limit: "1", utm_source: "x" } });
  const link = new URL(/<([^>]*)>/.exec(String(headers.link))?.[1] ?? "", "http://octavo.test");
  expect([...link.searchParams.keys()].sort()).toEqual(["after", "fields", "limit"]);
  expect(link.searchParams.getAll("fields")).toEqual(["id,title"]);
});
