import { globSync, readFileSync } from "node:fs";
import { plainText } from "#lib/server/rendering/plain-text";
import { unallowedIn } from "#support/allowed-html";
import { rowsIn, withDatabase } from "#support/database";
import { listedPosts, makePost } from "#support/factories";
import { withSettings } from "#support/settings";

const data = withDatabase();
withSettings({ WRITE_LIMIT: 0 });

/** The framework's own manual: texts that people wrote, with front matter, tables, code and tags in them. */
const MANUAL = globSync("node_modules/next/dist/docs/**/*.md").map((file) => readFileSync(file, "utf8"));

const titleOf = (text: string) => /^title: (.+)$/m.exec(text)?.[1] ?? "Untitled";

const PHRASE_MAX = 200;

/** The longest line of a text, or as many whole words of it as a search takes. */
function phraseOf(text: string): string {
  const lines = plainText(text).split("\n");
  const longest = lines.reduce((best, line) => (line.length > best.length ? line : best), "");
  return longest.length <= PHRASE_MAX ? longest : longest.slice(0, PHRASE_MAX).replace(/\s+\S*$/, "");
}

/** A tag for each, so that a search need not bring all the texts that have the same words. */
const tagOf = (at: number) => `text-${at}`;

test("every text of the manual is taken, rendered, safe, and found by a phrase of its own", async () => {
  expect(MANUAL.length).toBeGreaterThan(400);
  for (const [at, content] of MANUAL.entries()) {
    await makePost({ title: titleOf(content), content, tags: [tagOf(at)] });
  }

  const rendered = await rowsIn(data.db, "renderings");
  expect(rendered).toHaveLength(MANUAL.length);
  for (const { html } of rendered) {
    expect(unallowedIn(String(html))).toEqual([]);
    expect(html).not.toBe("");
  }

  for (const [at, text] of MANUAL.entries()) {
    const q = phraseOf(text);
    const found = await listedPosts({ q, tag: tagOf(at), fields: "title" });
    expect({ q, titles: found.map(({ title }) => title) }).toEqual({ q, titles: [titleOf(text)] });
  }
});
