import fc from "fast-check";
import { cleanText } from "#lib/shared/text";

const SPACES = [" ", "\t", "\n", "\r\n", "\u00a0", "\u2003", "\u2028", "\u3000", "\ufeff", "\u200b"];

/** Text that is known to break programs: scripts, combining marks, directions, planes, syntax. */
const PIECES = [
  ..."aZ09.,;:!?-_+*^~'\"`()[]{}<>&%#@\\/|=$",
  ...["é", "e\u0301", "ß", "ẞ", "İ", "ı", "ﬁ", "Å", "ς", "ﷺ", "ﹰ", "½", "①", "\u0301", "\u200d", "\u202e", "\u2066"],
  ...["שלום", "مرحبا", "東京", "한국", "한", "ภาษา", "नमस्ते", "ꙮ", "𝒳", "𠮷", "\u{10fffd}", "\ufffd", "\ue000"],
  ...["😀", "👨‍👩‍👧‍👦", "🏳️‍🌈", "🇺🇳", "1️⃣"],
  ...["**", "__", "```\n", "# ", "> ", "- ", "1. ", "\n\n", "    ", "---\n", "|a|b|\n|-|-|\n", "[a](b)", "![a](b)"],
  ...["<b>", "</mark>", "<mark>", "<script>", "&amp;", "&lt;", "&#0;", "&#x1F600;", "&nbsp;", "{{x}}", "$(x)", "%00"],
  ...["' or 1=1 --", "; drop table posts", "AND", "NEAR(", "null", "undefined", "__proto__", "-1", "1e309"],
];

const anySpace = fc.constantFrom(...SPACES);
/** Any character that a text may contain. */
const anyCharacter = fc
  .string({ unit: "binary", minLength: 1, maxLength: 1 })
  .filter((character) => cleanText(character) === character);
const anyPiece = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...PIECES) },
  { weight: 2, arbitrary: anySpace },
  { weight: 2, arbitrary: fc.string({ unit: "grapheme", minLength: 1, maxLength: 3 }) },
  { weight: 1, arbitrary: anyCharacter },
);

const cut = (text: string, max: number) => [...text].slice(0, max).join("");
const isBlank = (text: string) => text.trim() === "";

/** Text of at most `max` code points, sometimes exactly `max`, sometimes blank. */
export function anyText(max: number): fc.Arbitrary<string> {
  const some = fc.array(anyPiece, { maxLength: 30 }).map((pieces) => cut(pieces.join(""), max));
  const longest = fc.constantFrom("x", "é", "\u0301", "東", "ﷺ", "😀", "&", "a ", "東 ");
  return fc.oneof(
    { weight: max > 10_000 ? 60 : 12, arbitrary: some },
    {
      weight: 1,
      arbitrary: longest.map((piece) =>
        cut(piece.repeat(max), max)
          .trimEnd()
          .padEnd(max === 0 ? 0 : 1),
      ),
    },
  );
}

/** The same but not blank, sometimes surrounded by white space, which does not count. */
export function anyWords(max: number): fc.Arbitrary<string> {
  const words = anyText(max).map((text) => (isBlank(text) ? "x" : text));
  const around = fc.oneof({ weight: 4, arbitrary: fc.constant("") }, anySpace.filter(isBlank));
  return fc.tuple(around, words, around).map((parts) => parts.join(""));
}

/** A tag in any spelling. */
export const anyTag: fc.Arbitrary<string> = fc.oneof(
  fc.stringMatching(/^[a-z0-9]{1,12}(?:[-_ ]{1,2}[a-z0-9]{1,12})?$/),
  fc.constantFrom(
    "Café Noir",
    "ÅNGSTRÖM",
    "x".repeat(60),
    "雑記",
    "C++",
    "C#",
    ".NET",
    "#travel",
    "straße",
    "İ",
    "e\u0301t\u00e9",
    "ﬁve",
    "①",
    " padded ",
    "2026",
    "a\u3000b",
  ),
);
