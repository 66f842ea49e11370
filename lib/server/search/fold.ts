/** Folding: how search compares letters. Accents, case, and letters that people replace when they type do not count. */

/** Scripts written without spaces between words, and emoji: each character is a word. */
export const SPACELESS =
  "\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\p{Script=Bopomofo}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}\\p{Extended_Pictographic}";
/** A letter, digit or mark of the other scripts. */
export const LETTER = `(?:(?![${SPACELESS}])[\\p{L}\\p{N}\\p{M}])`;
/** A decomposed Korean syllable, as some systems use in file names. */
const SYLLABLE = "[\\u1100-\\u1112][\\u1161-\\u1175][\\u11a8-\\u11c2]?";
/** A character or syllable that is a word. */
export const CHARACTER = `${SYLLABLE}|[${SPACELESS}]\\p{M}*`;

/** Apostrophes, middle dot, soft hyphen and joiners: between two letters they do not separate. */
export const JOINERS = "'’＇·\\u00ad\\u200c\\u200d\\u2060";
const EVERY_JOINER = new RegExp(`[${JOINERS}]`, "gu");

const WORD = new RegExp(`(?=[\\p{L}\\p{N}\\p{Extended_Pictographic}])(?:${CHARACTER}|${LETTER}+)`, "gu");

/** Letters without a decomposition, by what people type for them (mostly as CLDR's Latin-ASCII); ʻ and ʼ are left out. */
const TYPED_AS: Record<string, string> = {
  ...{ a: "ɑⱥ", ae: "æ", b: "ƀɓ", c: "ƈȼ", d: "đðɖɗ", e: "əɛǝɇ", f: "ƒ", g: "ǥɠ", h: "ħ", i: "ɨɩ", j: "ɉ", k: "ĸƙ" },
  ...{ l: "łƚɫ", n: "ŋɲƞ", o: "øɔɵ", oe: "œ", p: "ƥ", r: "ɍ", t: "ŧƭⱦ", th: "þ", u: "ʉ", v: "ʋ", y: "ƴɏ", z: "ƶȥ" },
  "": "ʻʼ",
};
const TYPED = new Map(Object.entries(TYPED_AS).flatMap(([typed, letters]) => [...letters].map((one) => [one, typed])));
const EVERY_TYPED = new RegExp(`[${[...TYPED.keys()].join("")}]`, "gu");

/** Longer words are cut, in UTF-16 units: PostgreSQL accepts no lexeme over 2,046 bytes. */
export const WORD_MAX = 200;
/** The longest input of folding, in UTF-16 units: normalizing is quadratic in a run of combining marks. */
const SOURCE_MAX = 2_000;

/** The most cached foldings, and the longest word that is cached, in UTF-16 units: a character of a spaceless script. */
const FOLDED_MAX = 10_000;
const SHORT_MAX = 2;
const foldedShort = new Map<string, string[]>();

/** The first `max` UTF-16 units of a text, or one less: a character is never halved. */
export function firstUnits(text: string, max: number): string {
  return text.slice(0, max).replace(/[\ud800-\udbff]$/, "");
}

const IS_PLAIN = /^[a-z0-9]+$/i;

/** Folds a word. One character may fold to several words (ﷺ), or to none. */
export function fold(word: string): string[] {
  // Fast path for ASCII; the general path gives the same result.
  if (IS_PLAIN.test(word)) return [word.toLowerCase().slice(0, WORD_MAX)];
  if (word.length > SHORT_MAX) return foldAny(word);
  const cached = foldedShort.get(word);
  if (cached) return cached;
  const folded = foldAny(word);
  if (foldedShort.size >= FOLDED_MAX) foldedShort.clear();
  foldedShort.set(word, folded);
  return folded;
}

function foldAny(word: string): string[] {
  const bare = firstUnits(word, SOURCE_MAX)
    .normalize("NFKD")
    .replace(/\p{Mn}/gu, "")
    .replace(EVERY_JOINER, "");
  // A final sigma must equal a medial one, because a prefix may end in it.
  const folded = bare.normalize("NFKC").toLowerCase().toUpperCase().toLowerCase().replaceAll("ς", "σ");
  const typed = folded.replace(EVERY_TYPED, (letter) => TYPED.get(letter) ?? letter);
  return (typed.match(WORD) ?? []).map((one) => firstUnits(one, WORD_MAX));
}
