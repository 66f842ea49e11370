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
 * of all posts have a word that begins with any one letter; in spaceless ones a character is a whole word.
 */
const PREFIX_MIN = 2;

/** A search is for so many different words at most, those in a row included; those after them are ignored. */
export const SEARCH_WORDS_MAX = 32;

/** The foldings of so many short words are cached, and how long these are, in UTF-16 units: a character of a spaceless script. */
const FOLDED_MAX = 10_000;
const SHORT_MAX = 2;
const foldedShort = new Map<string, string[]>();

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
  if (word.length > SHORT_MAX) return foldAny(word);
  const known = foldedShort.get(word);
  if (known) return known;
  const folded = foldAny(word);
  if (foldedShort.size >= FOLDED_MAX) foldedShort.clear();
  foldedShort.set(word, folded);
  return folded;
}

function foldAny(word: string): string[] {
  const bare = firstUnits(word, SOURCE_MAX)
    .normalize("NFKD")
    .replace(/\p{Mn}/gu, "");
  // Sigma has another form at the end of a word: a word only begun must not end in it.
  const folded = bare.normalize("NFKC").toLowerCase().toUpperCase().toLowerCase().replaceAll("ς", "σ");
  return (folded.match(WORD) ?? []).map((one) => firstUnits(one, WORD_MAX));
}

/** The words of a text in their order, each when it is asked for. */
export function* eachWord(text: string): Generator<Word> {
  for (const { 0: word, index } of text.matchAll(WORD)) {
    for (const folded of fold(word)) yield { folded, start: index, end: index + word.length };
  }
}

/** The words of a text in their order. */
export const wordsOf = (text: string): Word[] => [...eachWord(text)];

/**
 * In so many places of one text a word counts. A search for words in a row compares all places of each of them, on the main
 * thread on SQLite. No character is a tenth of the longest text that people write.
 */
export const PLACES_MAX = 10_000;
/** Stands in the index for a word beyond that, so that others do not come to stand in a row. Nobody can search for it. */
const PLACEHOLDER = "-";

/** The words of a text, folded, as the search index takes them. */
export function foldedWords(text: string): string[] {
  const counts = new Map<string, number>();
  return wordsOf(text).map(({ folded }) => {
    const count = (counts.get(folded) ?? 0) + 1;
    counts.set(folded, count);
    return count > PLACES_MAX ? PLACEHOLDER : folded;
  });
}

/** Whether a word that ends a search may be the beginning of a longer one. */
const canBeBegun = ({ words }: Term) => words.length === 1 && [...(words[0] ?? "")].length >= PREFIX_MIN;

function different(terms: Term[]): Term[] {
  const byWords = new Map(terms.toReversed().map((term) => [term.words.join(" "), term]));
  return terms.filter((term) => byWords.get(term.words.join(" ")) === term);
}

/** The different terms, the first SEARCH_WORDS_MAX words of them. */
function distinct(terms: Term[]): Term[] {
  let left = SEARCH_WORDS_MAX;
  const first = different(terms).map(({ words, isPrefix }) => {
    const counted = words.slice(0, left);
    left -= counted.length;
    return { words: counted, isPrefix };
  });
  // The last one may have been cut.
  return different(first.filter(({ words }) => words.length > 0));
}

/**
 * What a person's search asks for: every word of it; characters of a spaceless script that stand together must be
 * found together; the last word may be only begun, unless it is a single letter or such a character. Any text is a search; one without words
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
  if (last) last.isPrefix = canBeBegun(last);
  return distinct(terms);
}
