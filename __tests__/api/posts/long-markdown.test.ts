import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { CONTENT_MAX } from "#lib/shared/posts";
import { call } from "#support/call";
import { withDatabase } from "#support/database";
import { asPost, makePost, titlesFound } from "#support/factories";
import post from "../../../pages/api/posts/[id]";
import posts from "../../../pages/api/posts/index";

withDatabase();

const MANUAL = path.resolve("node_modules/next/dist/docs/02-pages");

/** 60 KB and more of Markdown that people wrote: the framework's own manual. */
function realMarkdown(): string {
  let text = "";
  for (const name of readdirSync(MANUAL, { recursive: true, encoding: "utf8" }).sort()) {
    if (name.endsWith(".md")) text += `${readFileSync(path.join(MANUAL, name), "utf8").trim()}\n\n`;
    if (text.length >= 60 * 1024) return text.slice(0, CONTENT_MAX).trim();
  }
  throw new Error("The manual is shorter than it was.");
}

const content = realMarkdown();

test("long Markdown — has the length these tests need", () => {
  expect(content.length).toBeGreaterThanOrEqual(60 * 1024);
});

test("POST /api/posts — long content over HTTP — GET returns it unchanged", async () => {
  const headers = { "content-type": "application/json" };
  const raw = JSON.stringify({ title: "The manual", content });
  const created = asPost((await call(posts, { method: "POST", raw, headers })).json());
  const read = asPost((await call(post, { query: { id: created.id } })).json());
  expect(read.content).toBe(content);
});

test("GET /api/posts — q, a word near the end of long content — the post", async () => {
  await makePost({ title: "The manual", content: `${content}\n\nxylophone` });
  expect(await titlesFound("xylophone")).toEqual(["The manual"]);
});

test("POST /api/posts — content of the maximum length — 201", async () => {
  const longest = "🙂".repeat(CONTENT_MAX);
  expect((await makePost({ content: longest })).content).toBe(longest);
});
