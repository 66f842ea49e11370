import { globSync, readFileSync } from "node:fs";
import { plainText } from "#lib/server/rendering/plain-text";
import { unallowedIn } from "./allowed-html.ts";
import { rowsIn, withDatabase } from "./database.ts";
import { listedPosts, makePost } from "./factories.ts";
import { withSettings } from "./settings.ts";

/** Next.js's manual: texts that people wrote, with front matter, tables, code and tags in them. */
const MANUAL = globSync("node_modules/next/dist/docs/**/*.md").map((file) => readFileSync(file, "utf8"));

const titleOf = (text: string) => /^title: (.+)$/m.exec(text)?.[1] ?? "Untitled";

const PHRASE_MAX = 200;

/** The longest line of a text, cut at a word to the length of a search. */
function phraseOf(text: string): string {
  const lines = plainText(text).split("\n");
  const longest = lines.reduce((best, line) => (line.length > best.length ? line : best), "");
  return longest.length <= PHRASE_MAX ? longest : longest.slice(0, PHRASE_MAX).replace(/\s+\S*$/, "");
}

/** A tag of its own for each text, to filter a search that matches many texts. */
const tagOf = (index: number) => `text-${index}`;

/** Declares the test that real texts are rendered and found. @param share only every n-th text is tried */
export function testNextManual(share: number): void {
  const data = withDatabase();
  withSettings({ WRITE_LIMIT: 0 });
  const texts = MANUAL.filter((_, index) => index % share === 0);

  test("POST /api/posts — texts of the manual — each is rendered, safe, and found by its longest line", async () => {
    expect(MANUAL.length).toBeGreaterThan(400);
    for (const [index, content] of texts.entries()) {
      await makePost({ title: titleOf(content), content, tags: [tagOf(index)] });
    }

    const rendered = await rowsIn(data.db, "renderings");
    expect(rendered).toHaveLength(texts.length);
    for (const { html } of rendered) {
      expect(unallowedIn(String(html))).toEqual([]);
      expect(html).not.toBe("");
    }

    for (const [index, text] of texts.entries()) {
      const q = phraseOf(text);
      const found = await listedPosts({ q, tag: tagOf(index), fields: "title" });
      expect({ q, titles: found.map(({ title }) => title) }).toEqual({ q, titles: [titleOf(text)] });
    }
  });
}
