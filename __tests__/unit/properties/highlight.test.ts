import fc from "fast-check";
import { plainText } from "#lib/server/rendering/plain-text";
import { highlight, highlightExcerpt } from "#lib/server/search/highlight";
import { type Term, termsOf } from "#lib/server/search/terms";
import { wordsOf } from "#lib/server/search/words";
import { holds } from "#support/property";
import { anyText } from "#support/text-arbitraries";

const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };
const unescapeHtml = (html: string) => html.replace(/&([a-z]+|#39);/g, (_, name: string) => ENTITIES[name] ?? "");

const oneLine = (text: string) => text.replace(/\s+/g, " ").trim();
const folded = (text: string) => wordsOf(text).map((word) => word.folded);

/** The marked parts, unescaped. */
const markedIn = (html: string) =>
  [...html.matchAll(/<mark>(.*?)<\/mark>/gs)].map(([, inner = ""]) => unescapeHtml(inner));

const isSign = (word: string) => /^[.&/_@+#:]/.test(word);

/** Whether the marked text matches one of the terms: its words, and its signs, which alone are no words. */
function isMatch(marked: string, terms: Term[]): boolean {
  const found = folded(marked)
    .filter((word) => !isSign(word))
    .join(" ");
  return terms.some(({ isPrefix, words }) => {
    const letters = words.filter((word) => !isSign(word)).join(" ");
    const isEnd = !isPrefix || isSign(words.at(-1) ?? "");
    const hasSigns = words.filter(isSign).every((sign) => marked.normalize("NFKC").includes(sign));
    return hasSigns && ` ${found} `.includes(` ${letters}${isEnd ? " " : ""}`);
  });
}

/** A text, and a search that is likely to find something in it. */
const searched = anyText(400).chain((text) => {
  const pieces = [...new Set(text.split(/[\s*_`>|[\]()]+/).filter(Boolean)), "red"];
  const part = fc.constantFrom(...pieces).map((piece) => [...piece].slice(0, 30).join(""));
  return fc.tuple(
    fc.constant(text),
    fc.oneof(
      part,
      fc.array(part, { maxLength: 3 }).map((all) => all.join(" ")),
      anyText(20),
    ),
  );
});

/** No tag but <mark>, no mark within another, and no unescaped HTML character. */
function expectSafe(html: string): void {
  expect(html).toMatch(/^(?:[^<>&"']|&(?:amp|lt|gt|quot|#39);|<mark>(?:[^<>&"']|&(?:amp|lt|gt|quot|#39);)+<\/mark>)*$/);
}

test("highlight — any text and search — the whole text, escaped, only matches marked", async () => {
  let marks = 0;
  await holds(
    searched,
    ([text, search]) => {
      const terms = termsOf(search);
      const html = highlight(text, terms);
      expectSafe(html);
      expect(unescapeHtml(html.replace(/<\/?mark>/g, ""))).toBe(text);
      for (const marked of markedIn(html)) {
        marks++;
        expect({ marked, isMatch: isMatch(marked, terms) }).toEqual({ marked, isMatch: true });
      }
    },
    1_000,
  );
  expect(marks).toBeGreaterThan(200);
});

test("highlightExcerpt — any text and search — part of the text, escaped, with the first match", async () => {
  await holds(
    searched,
    ([text, search]) => {
      const terms = termsOf(search);
      const html = highlightExcerpt(plainText(text), terms);
      expectSafe(html);
      const whole = oneLine(plainText(text));
      const shown = unescapeHtml(html.replace(/<\/?mark>/g, ""));
      expect(`…${whole}…`).toContain(shown === whole ? whole : shown.replace(/^…|…$/g, ""));
      expect(markedIn(html)[0]).toBe(markedIn(highlight(whole, terms))[0]);
      for (const marked of markedIn(html)) expect(isMatch(marked, terms)).toBe(true);
    },
    600,
  );
});

test("highlightExcerpt — any long text — at most 200 characters and a match", async () => {
  const long = fc
    .tuple(
      fc.constantFrom("x", "!", "東", "😀", "word ", "&"),
      fc.nat({ max: 3000 }),
      fc.constantFrom("", " red ", "red"),
    )
    .map(([piece, count, found]) => `${piece.repeat(count)}${found}${piece.repeat(count)}`);
  await holds(long, (text) => {
    const html = highlightExcerpt(text, termsOf("red"));
    expectSafe(html);
    const shown = unescapeHtml(html.replace(/<\/?mark>/g, "")).replace(/^…|…$/g, "");
    expect(shown.isWellFormed()).toBe(true);
    expect(oneLine(text)).toContain(shown);
    // A match is shown whole, as long as a word may be.
    const longest = Math.max(0, ...markedIn(html).map((marked) => marked.length));
    expect(shown.length).toBeLessThanOrEqual(200 + longest);
  });
});
