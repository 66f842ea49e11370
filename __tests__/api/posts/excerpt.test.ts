import { EXCERPT_MAX } from "#lib/shared/posts";
import { withDatabase } from "#support/database";
import { makePost } from "#support/factories";

withDatabase();

test.each([
  ["Markdown left out", "# Title\n\nSome **bold** and [a link](https://example.org).", "Some bold and a link."],
  ["HTML tags left out", "<b>x</b>", "x"],
  ["ends at <!-- more -->", "one <!-- todo -->\n\n<!-- more -->\n\ntwo", "one"],
  ["spaces for a rule only", "one\n\n---\n\ntwo", "one two"],
  ["no text", "---", ""],
])("POST /api/posts — generated excerpt — %s", async (_name, content, excerpt) => {
  expect((await makePost({ content })).excerpt).toBe(excerpt);
});

test("POST /api/posts — long content — excerpt ends after a word with an ellipsis, within its limit", async () => {
  const { excerpt } = await makePost({ content: "wonderful ".repeat(100) });
  expect(excerpt).toMatch(/^(wonderful )+wonderful…$/);
  expect([...excerpt].length).toBeLessThanOrEqual(EXCERPT_MAX);
});

test("POST /api/posts — content of emoji — excerpt cut between two of them", async () => {
  const { excerpt } = await makePost({ content: "🙂".repeat(1000) });
  expect(excerpt.isWellFormed()).toBe(true);
  expect([...excerpt]).toHaveLength(EXCERPT_MAX);
});
