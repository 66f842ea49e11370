import fc from "fast-check";
import { parse as parseYaml } from "yaml";
import { folderName, postFile } from "#lib/server/export/file-names";
import { ExportedPost } from "#lib/server/export/format";
import { parseMarkdown } from "#lib/server/export/front-matter";
import { readPost, writePost } from "#lib/server/export/post-file";
import { restoreText, rewrite } from "#lib/server/export/rewriting";
import { cleanText } from "#lib/shared/text";
import { holds } from "#support/property";
import { anyTag, anyText, anyWords } from "#support/text-arbitraries";

const ID = "a1".repeat(32);
const TIME = "2024-05-01T10:00:00.000Z";

const POST: ExportedPost = {
  id: "3",
  title: "Hello",
  content: "World",
  tags: ["Slow Food"],
  excerpt: "In short",
  slug: "hello",
  generated: ["excerpt"],
  canonicalUrl: "",
  language: "",
  cover: null,
  status: "published",
  publishedAt: TIME,
  version: 4,
  author: "olga",
  createdAt: TIME,
  updatedAt: "2024-05-02T10:00:00.123Z",
  deletedAt: null,
};
const CONTEXT = { authorName: "Olga", redirects: [], isPublic: true };
const written = (changes: Partial<ExportedPost> = {}, context = {}) =>
  writePost({ ...POST, ...changes }, { ...CONTEXT, ...context });
const blockOf = (text: string) => text.slice(4, text.indexOf("\n---\n"));

/** Parts of texts that are rewritten, or look as if they had been. */
const part = fc.constantFrom(
  ...[`/images/${ID}-16.webp`, `../../../images/${ID}-16.webp`, `https://a.example/images/${ID}-16.webp`],
  ...["{{< a >}}", "{{</* a */>}}", "{{% b %}}", "{{%/* b */%}}", "{{<", ">}}", "*/", "/*", "\n---\n", "---", " ", "("],
);
const hardText = fc.array(fc.oneof(part, anyText(10)), { maxLength: 12 }).map((parts) => cleanText(parts.join("")));

test("writePost — a public post — front matter in the words of site generators, and Octavo's own below `octavo`", () => {
  const cover = { image: ID, alt: 'A "cover"', width: 2_000, height: 1_000 };
  const { path, text } = written(
    { cover, content: `![](/images/${ID}-960.webp)` },
    { redirects: ["/2019/gr%C3%BC.html", "/?p=3"] },
  );
  expect(path).toBe("content/blog/3/hello/index.md");
  expect(text).toMatchInlineSnapshot(`
"---
title: "Hello"
date: 2024-05-01T10:00:00.000Z
lastmod: 2024-05-02T10:00:00.123Z
draft: false
slug: "hello"
description: "In short"
tags: ["Slow Food"]
author: "Olga"
cover:
  image: "../../../images/a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1-1600.webp"
  alt: "A \\"cover\\""
  relative: true
aliases: ["/blog/3","/2019/grü.html"]
octavo:
  id: "3"
  version: 4
  status: "published"
  createdAt: 2024-05-01T10:00:00.000Z
  updatedAt: 2024-05-02T10:00:00.123Z
  publishedAt: 2024-05-01T10:00:00.000Z
  deletedAt: null
  author: "olga"
  generated: ["excerpt"]
  cover:
    image: "a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1"
    alt: "A \\"cover\\""
    width: 2000
    height: 1000
  rewritten: ["images"]
---

![](../../../images/a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1-960.webp)
"
`);
});

test("writePost — a draft, a scheduled post, a post in the trash — Hugo does not publish it, and Eleventy writes nothing", () => {
  const draft = written({ status: "draft", publishedAt: null }, { isPublic: false }).text;
  expect(parseYaml(blockOf(draft))).toMatchObject({ draft: true, date: TIME, permalink: false });
  const scheduled = written({ publishedAt: "2999-01-01T00:00:00.000Z" }, { isPublic: false }).text;
  expect(parseYaml(blockOf(scheduled))).toMatchObject({ draft: false, permalink: false });
  const { path, text } = written({ deletedAt: TIME, content: `/images/${ID}-16.webp` }, { isPublic: false });
  expect(path).toBe("trash/3/hello/index.md");
  expect(parseYaml(blockOf(text))).toMatchObject({
    draft: true,
    permalink: false,
    eleventyExcludeFromCollections: true,
  });
  expect(text).toContain(`../../../content/images/${ID}-16.webp`);
});

test("writePost — Liquid and shortcodes in the text — neither Eleventy nor Hugo runs them", () => {
  const { text } = written({ content: '{% raw %}\n\n{{< figure src="a" >}} {{% note %}}' });
  expect(parseYaml(blockOf(text))).toMatchObject({ templateEngineOverride: "md" });
  expect(text).toContain('{{</* figure src="a" */>}} {{%/* note */%}}');
});

test("readPost(writePost) — any post — the same, and YAML parsers read the same front matter", async () => {
  const examples = fc.record({
    title: anyWords(60).map(cleanText),
    content: hardText,
    tags: fc.array(anyTag.map(cleanText), { maxLength: 3 }),
    excerpt: anyText(40).map(cleanText),
    slug: fc.constantFrom("hello", "con", "vendor", ".hidden", "東".repeat(200), "café", "a.", "index"),
    language: fc.constantFrom("", "pt-BR"),
    canonicalUrl: fc.constantFrom("", "https://example.org/?a=b#c"),
    cover: fc.constantFrom(null, { image: ID, alt: 'x: "y" #z', width: 16, height: 16 }),
    deletedAt: fc.constantFrom(null, TIME),
    author: fc.constantFrom(null, "olga"),
  });
  await holds(
    examples,
    (changes) => {
      const post = ExportedPost.parse({ ...POST, ...changes });
      const file = writePost(post, { ...CONTEXT, authorName: post.author });
      expect(readPost(file)).toEqual(post);
      expect(parseYaml(blockOf(file.text))).toEqual(parseMarkdown(file.text).data);
    },
    200,
  );
});

test("rewrite — any text — restored exactly", async () => {
  const path = postFile(POST);
  await holds(
    hardText,
    (text) => {
      const { rewritten, text: changed } = rewrite(text, path);
      expect(restoreText(changed, path, rewritten)).toBe(text);
    },
    500,
  );
});

test("rewrite — a path of an image — relative; one of another site and one that could not be restored — as they are", () => {
  const path = postFile(POST);
  const relative = `../../../images/${ID}-16.webp`;
  expect(rewrite(`(/images/${ID}-16.webp)`, path)).toEqual({ text: `(${relative})`, rewritten: ["images"] });
  for (const text of [`(https://a.example/images/${ID}-16.webp)`, `/images/${ID}-16.webp ${relative}`]) {
    expect(rewrite(text, path)).toEqual({ text, rewritten: [] });
  }
});

describe("folderName", () => {
  test.each([
    ["hello", "hello"],
    ["山の本屋", "山の本屋"],
    ["cafe\u0301", "café"],
    ["con", "post-con"],
    ["COM1.txt", "post-COM1.txt"],
    ["..hidden", "post-hidden"],
    ["_drafts", "post-drafts"],
    ["node_modules", "post-node_modules"],
    ["a...", "a"],
    ["...", "post-"],
    ["東".repeat(200), "東".repeat(33)],
  ])("%j — %j", (slug, name) => {
    expect(folderName(slug)).toBe(name);
  });
});

test.each([
  ["no front matter", "Text\n"],
  ["a line that is none", "---\ntitle\n---\n\nText\n"],
  ["a key twice", "---\na: 1\na: 2\n---\n\nText\n"],
  ["an anchor of YAML", "---\na: &x 1\n---\n\nText\n"],
  ["too deep", `---\n${[0, 1, 2, 3, 4, 5].map((n) => `${"  ".repeat(n)}a:`).join("\n")}\n---\n\nText\n`],
])("parseMarkdown — %s — refused", (_, text) => {
  expect(() => parseMarkdown(text)).toThrow(SyntaxError);
});
