import fc from "fast-check";
import { generateExcerpt, plainText } from "#lib/server/rendering/plain-text";
import { prepareText } from "#lib/server/rendering/prepare-text";
import { renderPost } from "#lib/server/rendering/render";
import { foldedWords } from "#lib/server/search/words";
import { commonMarkExamples, naughtyStrings } from "#support/markup";
import { holds } from "#support/property";
import { anyText } from "#support/text-arbitraries";

const OPTIONS = { isTrustedAuthor: false };

/** What is derived from a text that is parsed for each. */
const derivedAlone = (text: string) => ({
  rendering: renderPost(text, OPTIONS),
  excerpt: generateExcerpt(text),
  words: foldedWords(plainText(text)),
});

/** Texts that the parser or the renderer refuses, with front matter, and with what rendering adds to. */
const SPECIAL = [
  `${">".repeat(60)} deep`,
  `[a]\n\n${"[a] ".repeat(2_000)}\n\n[a]: https://example.org/${"x".repeat(500)}`,
  "---\ntitle: A\n---\nIt *begins*.",
  "---\ntitle: A\n---\n",
  "# A\n\n## A\n\nSee [A](#a), ^[a note] and $x^2$.\n\n```math\ny\n```",
  '![a](b.png "A title")\n\n![c](http://example.org/d.png)\n\n<video src="/e.mp4" title="f"></video>',
];

test("prepareText — examples of CommonMark, naughty strings, special texts — as if each part had parsed the text", () => {
  const texts = [...commonMarkExamples(), ...naughtyStrings(), ...SPECIAL];
  expect(texts.length).toBeGreaterThan(1_000);
  for (const text of texts) expect({ text, ...prepareText(text, OPTIONS) }).toEqual({ text, ...derivedAlone(text) });
});

test("prepareText — any text — as if each part had parsed it", async () => {
  const example = fc.oneof(fc.constantFrom(...commonMarkExamples(), ...SPECIAL), anyText(300));
  const text = fc.array(example, { maxLength: 6 }).map((examples) => examples.join("\n\n"));
  await holds(text, (text) => expect(prepareText(text, OPTIONS)).toEqual(derivedAlone(text)), 300);
});
