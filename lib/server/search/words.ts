/**
 * Words as a search sees them: accents and case folded. Scripts written without spaces are taken character by
 * character, so that any part of such a text can be found; so are emoji.
 */

const SPACELESS =
  "\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\p{Script=Bopomofo}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}\\p{Extended_Pictographic}";
/** A Korean syllable that is written in its parts, as some systems do in file names. */
const SYLLABLE = "[\\u1100-\\u1112][\\u1161-\\u1175][\\u11a8-\\u11c2]?";
const WORD = new RegExp(
  `(?=[\\p{L}\\p{N}\\p{Extended_Pictographic}])(?:${SYLLABLE}|[${SPACELESS}]\\p{M}*|(?:(?![${SPACELESS}])[\\p{L}\\p{N}\\p{M}])+)`,
  "gu",
);
const IS_SPACELESS = new RegExp(`^[${SPACELESS}]`, "u");

/** Of a longer word only so much counts, in UTF-16 units: PostgreSQL takes no word beyond 2,046 bytes. */
const WORD_MAX = 200;
/** And so much of what it is folded from: normalizing takes the square of a run of combining marks. */
const SOURCE_MAX = 2_000;

/**
 * From so many characters on the last word of a search may be the beginning of a longer one. In scripts with letters, half
 * of all posts have a word that begins with any one letter.
 */
const PREFIX_MIN = 2;

/** A search is for so many different words, or rows of words, at most; those after them are ignored. */
export const TERMS_MAX = 32;

/** A word of a text: how it is compared, and where it stands in the text (UTF-16 offsets). */
export type Word = { folded: string; start: number; end: number };

/** One thing a search asks for: words in a row, the last one perhaps only begun. */
export type Term = { words: string[]; isPrefix: boolean };

/** The first `max` UTF-16 units of a text, or one less: a character is never halved. */
export function firstUnits(text: string, max: number): string {
  return text.slice(0, max).replace(/[\ud800-\udbff]$/, "");
}

const IS_PLAIN = /^[a-z0-9]+$/i;

/** One character may stand for several words (ﷺ), or for none that can be looked for. */
function fold(word: string): string[] {
  // Of what most texts are mostly made: all of the below would make the same of it.
  if (IS_PLAIN.test(word)) return [firstUnits(word.toLowerCase(), WORD_MAX)];
  const bare = firstUnits(word, SOURCE_MAX)
    .normalize("NFKD")
    .replace(/\p{Mn}/gu, "");
  // Sigma has another form at the end of a word: a word only begun must not end in it.
  const folded = bare.normalize("NFKC").toLowerCase().toUpperCase().toLowerCase().replaceAll("ς", "σ");
  return (folded.match(WORD) ?? []).map((one) => firstUnits(one, WORD_MAX));
}

/** The words of a text in their order. */
export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  for (const { 0: word, index } of text.matchAll(WORD)) {
    for (const folded of fold(word)) words.push({ folded, start: index, end: index + word.length });
  }
  return words;
}

/** Whether a word that ends a search may be the beginning of a longer one. */
const canBeBegun = (word = "") => IS_SPACELESS.test(word) || [...word].length >= PREFIX_MIN;

/** The first TERMS_MAX different terms. */
function distinct(terms: Term[]): Term[] {
  const byWords = new Map(terms.toReversed().map((term) => [term.words.join(" "), term]));
  return terms.filter((term) => byWords.get(term.words.join(" ")) === term).slice(0, TERMS_MAX);
}

/**
 * What a person's search asks for: every word of it; characters of a spaceless script that stand together must be
 * found together; the last word may be only begun, unless it is a single letter. Any text is a search; one without words
 * asks for nothing.
 */
export function termsOf(search: string): Term[] {
  const terms: Term[] = [];
  let previousEnd = -1;
  for (const { folded, start, end } of wordsOf(search)) {
    const joins = start <= previousEnd && IS_SPACELESS.test(folded);
    const last = terms.at(-1);
    if (joins && last && IS_SPACELESS.test(last.words.at(-1) ?? "")) last.words.push(folded);
    else terms.push({ words: [folded], isPrefix: false });
    previousEnd = end;
  }
  const last = terms.at(-1);
  if (last) last.isPrefix = canBeBegun(last.words.at(-1));
  return distinct(terms);
}
