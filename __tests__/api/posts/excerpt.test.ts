import { EXCERPT_MAX } from "#lib/shared/posts";
import { withDatabase } from "#support/database";
import { makePost } from "#support/factories";

withDatabase();

test.each([
  ["marks are left out", "# Title\n\nSome **bold** and [a link](https://example.org).", "Some bold and a link."],
  ["tags of HTML are left out", "<b>x</b>", "x"],
  ["<!-- more --> ends it", "one <!-- todo -->\n\n<!-- more -->\n\ntwo", "one"],
  ["only spaces out a rule", "one\n\n---\n\ntwo", "one two"],
  ["nothing to say", "---", ""],
])("is plain text: %s", async (_name, content, excerpt) => {
  expect((await makePost({ content })).excerpt).toBe(excerpt);
});

test("POST /api/posts — long content — the excerpt ends after a word with an ellipsis, within its limit", async () => {
  const { excerpt } = await makePost({ content: "wonderful ".repeat(100) });
  expect(excerpt).toMatch(/^(wonderful )+wonderful…$/);
  expect([...excerpt].length).toBeLessThanOrEqual(EXCERPT_MAX);
});

test("POST /api/posts — content of emoji — the excerpt is cut between two of them", async () => {
  const { excerpt } = await makePost({ content: "🙂".repeat(1000) });
  expect(excerpt.isWellFormed()).toBe(true);
  expect([...excerpt]).toHaveLength(EXCERPT_MAX);
});
