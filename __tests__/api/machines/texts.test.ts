import { call } from "#support/call";
import { withDatabase } from "#support/database";
import { makePost } from "#support/factories";
import { problemIn } from "#support/problem";
import { withSettings } from "#support/settings";
import llms from "../../../pages/api/llms";
import markdown from "../../../pages/api/posts/[id]/markdown";
import robots from "../../../pages/api/robots";

const data = withDatabase();
withSettings({ SITE_URL: "https://octavo.test", SITE_TITLE: "Octavo *press*" });

test("GET /robots.txt — /api disallowed except what llms.txt links to, sitemap named", async () => {
  const { body, headers } = await call(robots);
  expect(headers["content-type"]).toBe("text/plain; charset=utf-8");
  expect(body).toBe(
    "User-agent: *\nDisallow: /api/\nAllow: /api/openapi.json\nAllow: /api/posts\nAllow: /api/tags\n\nSitemap: https://octavo.test/sitemap.xml\n",
  );
});

test("GET /llms.txt — the format of llmstxt.org", async () => {
  await makePost({ title: "On [brackets]", content: "A text with `marks` & more." });
  const { body } = await call(llms);
  expect(body).toMatch(/^# Octavo \\\*press\\\*\n\n> \S.*\n\n\S/);
  expect(body).toContain("- [On \\[brackets\\]](https://octavo.test/blog/1.md): A text with marks \\& more.\n");
  const [, ...sections] = body.split(/^## .*$/m);
  expect(sections).toHaveLength(3);
  for (const section of sections) {
    for (const line of section.trim().split("\n"))
      expect(line).toMatch(/^- \[.+\]\(https:\/\/octavo\.test\/\S+\): .+$/);
  }
});

test("GET /llms.txt — Markdown in title and excerpt — escaped", async () => {
  await makePost({ title: "# Not\n## a heading", content: "x\n\n## neither\n- [this](http://evil.test)" });
  const { body } = await call(llms);
  expect(body.match(/^#+ /gm)).toEqual(["# ", "## ", "## ", "## "]);
  expect(body).not.toContain("](http://evil.test)");
});

test("GET /llms.txt — drafts — left out", async () => {
  await makePost({ title: "zanzibar", status: "draft" });
  expect((await call(llms)).body).not.toContain("zanzibar");
});

describe("GET /api/posts/{id}/markdown", () => {
  test("YAML front matter and the content", async () => {
    const { id, publishedAt, updatedAt } = await makePost({
      title: 'He said "yes": #1',
      content: "# Heading\n\nSome *words*.",
      tags: ["tea", "books"],
    });
    const { body, headers } = await call(markdown, { query: { id } });
    expect(headers).toMatchObject({
      "content-type": "text/markdown; charset=utf-8",
      "cache-control": "public, max-age=0, must-revalidate, no-transform",
    });
    expect(body).toBe(`---
title: "He said \\"yes\\": #1"
date: "${publishedAt}"
updated: "${updatedAt}"
tags: ["tea","books"]
url: "https://octavo.test/blog/1/he-said-yes-1"
---

# Heading

Some *words*.
`);
  });

  test("control and special characters in the title — escaped, or dropped", async () => {
    const { id } = await makePost({ title: "a\u2028c\ufeffd" });
    const title = "a\u007fb\u2028c\ufeffd\uffffe\u0085f";
    await data.db.updateTable("posts").set({ title }).execute();
    const { body } = await call(markdown, { query: { id } });
    expect(body.split("\n")[1]).toMatch(/^title: "[\x20-\x7e]+"$/);
    expect(JSON.parse(body.split("\n")[1]?.slice("title: ".length) ?? "")).toBe("ab\u2028c\ufeffdef");
  });

  test("draft — private, no-store; invalid key — 401; unknown id — 404", async () => {
    const { id } = await makePost({ status: "draft" });
    expect((await call(markdown, { query: { id } })).headers["cache-control"]).toBe("private, no-store, no-transform");
    const key = { authorization: "Bearer octavo_wrong" };
    expect((await call(markdown, { query: { id }, headers: key })).status).toBe(401);
    expect(problemIn(await call(markdown, { query: { id: "99" } }))).toMatchObject({ status: 404 });
  });
});

test.each([
  ["robots.txt", robots, {}],
  ["llms.txt", llms, {}],
  ["Markdown of a post", markdown, { id: "1" }],
] as const)("%s — If-None-Match — 304", async (_name, handler, query) => {
  await makePost();
  const { headers } = await call(handler, { query });
  const again = await call(handler, { query, headers: { "if-none-match": String(headers.etag) } });
  expect([again.status, again.body]).toEqual([304, ""]);
});
