/** Parses what readers type into the search field. */
import { SPACELESS } from "./fold.ts";
import { wordsOf } from "./words.ts";

/** One term of a search: a phrase of words, the last of which may be a prefix. */
export type Term = { words: string[]; isPrefix: boolean };

const IS_SPACELESS = new RegExp(`^[${SPACELESS}]`, "u");
const IS_SIGN = new RegExp(`^(?![${SPACELESS}])[^\\p{L}\\p{N}]`, "u");

/**
 * The shortest last word of a search, in characters, that also matches as a prefix. Half of all posts have a word that
 * begins with any one letter; in scripts without spaces a character is a whole word. Signs are few: `C+` finds `C++`.
 */
const PREFIX_MIN = 2;

/** The most distinct words of a search, those of phrases included; further words are ignored. */
export const SEARCH_WORDS_MAX = 32;

/** Whether the last term of a search also matches as a prefix. */
function canBePrefix({ words }: Term): boolean {
  const last = words.at(-1) ?? "";
  if (IS_SPACELESS.test(last)) return words.length === 1 && [...last].length >= PREFIX_MIN;
  return IS_SIGN.test(last) || [...last].length >= PREFIX_MIN;
}

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
    return { words: counted, isPrefix: isPrefix && counted.length === words.length };
  });
  // The last one may have been cut.
  return uniqueTerms(first.filter(({ words }) => words.length > 0));
}

/**
 * Parses a search. A post has to contain every term. Adjacent characters of a script without spaces form a phrase, and so
 * do a word and the signs attached to it; the last word also matches as a prefix, unless it is a single character. A search
 * without words has no terms.
 */
export function termsOf(search: string): Term[] {
  const terms: Term[] = [];
  let previousEnd = -1;
  for (const { folded, start, end, isSign = false } of wordsOf(search)) {
    const last = start <= previousEnd ? terms.at(-1) : undefined;
    const previous = last?.words.at(-1) ?? "";
    const isSpaceless = IS_SPACELESS.test(folded);
    const joins = isSpaceless ? IS_SPACELESS.test(previous) : isSign || IS_SIGN.test(previous);
    if (last && joins) last.words.push(folded);
    else terms.push({ words: [folded], isPrefix: false });
    previousEnd = end;
  }
  const last = terms.at(-1);
  if (last) last.isPrefix = canBePrefix(last);
  // Beside a letter that folds to nothing a sign is alone.
  return distinct(terms.filter(({ words }) => !words.every((word) => IS_SIGN.test(word))));
}
