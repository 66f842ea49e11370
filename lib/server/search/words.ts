/**
 * The tokenizer of search: folds accents and case. Scripts written without spaces, and emoji, are tokenized by character,
 * so that any substring can be found.
 */

const SPACELESS =
  "\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\p{Script=Bopomofo}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}\\p{Extended_Pictographic}";
/** A decomposed Korean syllable, as some systems use in file names. */
const SYLLABLE = "[\\u1100-\\u1112][\\u1161-\\u1175][\\u11a8-\\u11c2]?";
const WORD = new RegExp(
  `(?=[\\p{L}\\p{N}\\p{Extended_Pictographic}])(?:${SYLLABLE}|[${SPACELESS}]\\p{M}*|(?:(?![${SPACELESS}])[\\p{L}\\p{N}\\p{M}])+)`,
  "gu",
);
const IS_SPACELESS = new RegExp(`^[${SPACELESS}]`, "u");

/** Longer words are cut, in UTF-16 units: PostgreSQL accepts no lexeme over 2,046 bytes. */
const WORD_MAX = 200;
/** The longest input of folding, in UTF-16 units: normalizing is quadratic in a run of combining marks. */
const SOURCE_MAX = 2_000;

/**
 * The shortest last word of a search, in characters, that also matches as a prefix. Half of all posts have a word that
 * begins with any one letter; in scripts without spaces a character is a whole word.
 */
const PREFIX_MIN = 2;

/** The most distinct words of a search, those of phrases included; further words are ignored. */
export const SEARCH_WORDS_MAX = 32;

/** The most cached foldings, and the longest word that is cached, in UTF-16 units: a character of a spaceless script. */
const FOLDED_MAX = 10_000;
const SHORT_MAX = 2;
const foldedShort = new Map<string, string[]>();

/** A word of a text: its folded form, and its range in the text (UTF-16 offsets). */
export type Word = { folded: string; start: number; end: number };

/** One term of a search: a phrase of words, the last of which may be a prefix. */
export type Term = { words: string[]; isPrefix: boolean };

/** The first `max` UTF-16 units of a text, or one less: a character is never halved. */
export function firstUnits(text: string, max: number): string {
  return text.slice(0, max).replace(/[\ud800-\udbff]$/, "");
}

const IS_PLAIN = /^[a-z0-9]+$/i;

/** Folds a word. One character may fold to several words (ﷺ), or to none. */
function fold(word: string): string[] {
  // Fast path for ASCII; the general path gives the same result.
  if (IS_PLAIN.test(word)) return [firstUnits(word.toLowerCase(), WORD_MAX)];
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
    .replace(/\p{Mn}/gu, "");
  // A final sigma must equal a medial one, because a prefix may end in it.
  const folded = bare.normalize("NFKC").toLowerCase().toUpperCase().toLowerCase().replaceAll("ς", "σ");
  return (folded.match(WORD) ?? []).map((one) => firstUnits(one, WORD_MAX));
}

/** The words of a text in order, lazily. */
export function* eachWord(text: string): Generator<Word> {
  for (const { 0: word, index } of text.matchAll(WORD)) {
    for (const folded of fold(word)) yield { folded, start: index, end: index + word.length };
  }
}

/** The words of a text in order. */
export const wordsOf = (text: string): Word[] => [...eachWord(text)];

/**
 * The most positions of one word in a text that are indexed. A phrase search compares all positions of its words, on
 * SQLite on the main thread. No character makes up a tenth of the longest natural text.
 */
export const PLACES_MAX = 10_000;
/** Indexed in place of further occurrences, so that their neighbours do not become adjacent. Not searchable. */
const PLACEHOLDER = "-";

/** The folded words of a text for the search index. */
export function foldedWords(text: string): string[] {
  const counts = new Map<string, number>();
  return wordsOf(text).map(({ folded }) => {
    const count = (counts.get(folded) ?? 0) + 1;
    counts.set(folded, count);
    return count > PLACES_MAX ? PLACEHOLDER : folded;
  });
}

/** Whether the last term of a search also matches as a prefix. */
const canBePrefix = ({ words }: Term) => words.length === 1 && [...(words[0] ?? "")].length >= PREFIX_MIN;

function uniqueTerms(terms: Term[]): Term[] {
  const byWords = new Map(terms.toReversed().map((term) => [term.words.join(" "), term]));
  return terms.filter((term) => byWords.get(term.words.join(" ")) === term);
}

/** The distinct terms, up to SEARCH_WORDS_MAX words. */
function distinct(terms: Term[]): Term[] {
  let left = SEARCH_WORDS_MAX;
  const first = uniqueTerms(terms).map(({ words, isPrefix }) => {
    const counted = words.slice(0, left);
    left -= counted.length;
    return { words: counted, isPrefix };
  });
  // The last one may have been cut.
  return uniqueTerms(first.filter(({ words }) => words.length > 0));
}

/**
 * Parses a search. A post has to contain every term. Adjacent characters of a script without spaces form a phrase; the
 * last word also matches as a prefix, unless it is a single character. A search without words has no terms.
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
  if (last) last.isPrefix = canBePrefix(last);
  return distinct(terms);
}
