/**
 * Words as a search sees them: accents and case folded. Scripts written without spaces are taken character by
 * character, so that any part of such a text can be found; so are emoji.
 */

const SPACELESS =
  "\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\p{Script=Bopomofo}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}\\p{Extended_Pictographic}";
const WORD = new RegExp(
  `(?=[\\p{L}\\p{N}\\p{Extended_Pictographic}])(?:[${SPACELESS}]\\p{M}*|(?:(?![${SPACELESS}])[\\p{L}\\p{N}\\p{M}])+)`,
  "gu",
);
const IS_SPACELESS = new RegExp(`^[${SPACELESS}]`, "u");

/** Of a longer word only so much counts, in UTF-16 units: PostgreSQL takes no word beyond 2,046 bytes. */
const WORD_MAX = 200;

/** A word of a text: how it is compared, and where it stands in the text (UTF-16 offsets). */
export type Word = { folded: string; start: number; end: number };

/** One thing a search asks for: words in a row, the last one perhaps only begun. */
export type Term = { words: string[]; isPrefix: boolean };

function fold(word: string): string {
  const bare = word.normalize("NFKD").replace(/\p{Mn}/gu, "");
  // Sigma has another form at the end of a word: a word only begun must not end in it.
  const folded = bare.normalize("NFKC").toUpperCase().toLowerCase().replaceAll("ς", "σ");
  return folded.slice(0, WORD_MAX).toWellFormed();
}

/** The words of a text in their order. */
export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  for (const { 0: word, index } of text.matchAll(WORD)) {
    const folded = fold(word);
    if (folded !== "") words.push({ folded, start: index, end: index + word.length });
  }
  return words;
}

/**
 * What a person's search asks for: every word of it; characters of a spaceless script that stand together must be
 * found together; the last word may be only begun. Any text is a search; one without words asks for nothing.
 */
export function termsOf(search: string): Term[] {
  const terms: Term[] = [];
  let previousEnd = -1;
  for (const { folded, start, end } of wordsOf(search)) {
    const joins = start === previousEnd && IS_SPACELESS.test(search.slice(start));
    const last = terms.at(-1);
    if (joins && last && IS_SPACELESS.test(last.words.at(-1) ?? "")) last.words.push(folded);
    else terms.push({ words: [folded], isPrefix: false });
    previousEnd = end;
  }
  const last = terms.at(-1);
  if (last) last.isPrefix = true;
  return terms;
}
