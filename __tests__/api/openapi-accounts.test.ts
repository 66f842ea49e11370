import { globSync } from "node:fs";
import path from "node:path";
import type { NextApiHandler } from "next";
import { call } from "#support/call";
import { withDatabase } from "#support/database";
import openapi from "../../pages/api/openapi.json";

withDatabase();

type Document = { paths: Record<string, Record<string, { security?: object[]; responses: object }>> };
const document = async () => (await call(openapi)).json() as Document;

const files = globSync("pages/api/{auth,keys}/**/*.ts");
const addressOf = (file: string) =>
  `/${path
    .relative("pages", file)
    .replace(/(\/index)?\.ts$/, "")
    .replace(/\[(\w+)\]/g, "{$1}")}`;

test.each(files)("GET /api/openapi.json — %s — every method is described", async (file) => {
  const { default: handler } = (await import(path.resolve(file))) as { default: NextApiHandler };
  const allow = String((await call(handler, { method: "OPTIONS" })).headers.allow)
    .toLowerCase()
    .split(", ");
  const described = (await document()).paths[addressOf(file)] ?? {};
  expect(Object.keys(described).sort()).toEqual(allow.filter((name) => !["head", "options"].includes(name)).sort());
});
