/**
 * The tokenizer of search: folds accents and case. Scripts written without spaces, and emoji, are tokenized by character,
 * so that any substring can be found. Signs within a word, or attached to it, are words: `C++` is `c ++`.
 */
import { CHARACTER, firstUnits, fold, JOINERS, LETTER, SPACELESS, WORD_MAX } from "./fold.ts";

/** Signs that are words between two letters: `node.js`, `UX/UI`, `R&D`. A hyphen separates: `open-source` is two words. */
const SIGNS = ".．&＆/／_＿@＠+＋#＃:：";
/** Behind a letter; marks are bounded, as looking back over all of them would be quadratic. */
const AFTER_LETTER = `(?<=(?![${SPACELESS}])[\\p{L}\\p{N}]\\p{M}{0,20})`;
const SIGN = [
  `${AFTER_LETTER}[${SIGNS}]+(?=${LETTER})`,
  // After a word: `C++`, `C#`.
  `${AFTER_LETTER}(?:[+＋]+|[#＃]+)`,
  // Before a word: `.NET`.
  `(?<![${SIGNS}\\p{L}\\p{N}\\p{M}])[.．](?=(?!\\p{M})${LETTER})`,
].join("|");
/** A word, or signs. What may stand before and after signs is checked only where there is one, as that takes long. */
const TOKEN = new RegExp(
  `(?=[\\p{L}\\p{N}\\p{Extended_Pictographic}])(?:${CHARACTER}|${LETTER}+(?:[${JOINERS}]${LETTER}+)*)|(?=[${SIGNS}])(?:${SIGN})`,
  "gu",
);
const SIGN_RUN = /(.)\1*/gu;
const JOINER = new RegExp(`[${JOINERS}]`, "u");
const PIECE = new RegExp(`[^${JOINERS}]+`, "gu");

/** A word of a text: its folded form, and its range in the text (UTF-16 offsets). */
export type Word = {
  folded: string;
  start: number;
  end: number;
  isSign?: boolean;
  /** The words that joiners hold together: `don` and `t` of `don't`, which is the word `dont`. */
  parts?: Word[];
};

function signsIn(signs: string, at: number): Word[] {
  return [...signs.matchAll(SIGN_RUN)].map(({ 0: run, index }) => {
    const folded = firstUnits(run, WORD_MAX).normalize("NFKC");
    return { folded, start: at + index, end: at + index + run.length, isSign: true };
  });
}

const foldedAt = (word: string, start: number): Word[] =>
  fold(word).map((folded) => ({ folded, start, end: start + word.length }));

function partsOf(word: string, at: number): Word[] {
  if (!JOINER.test(word)) return [];
  const pieces = [...word.matchAll(PIECE)];
  return pieces.length === 1 ? [] : pieces.flatMap(({ 0: piece, index }) => foldedAt(piece, at + index));
}

/** The words of a token: mostly one. */
function wordsIn(token: string, at: number): Word[] {
  if (SIGNS.includes(token.charAt(0))) return signsIn(token, at);
  const words = foldedAt(token, at);
  const parts = partsOf(token, at);
  if (parts.length > 0 && words[0]) words[0].parts = parts;
  return words;
}

/** The words of a text in order, lazily. */
export function* eachWord(text: string): Generator<Word> {
  for (const { 0: token, index } of text.matchAll(TOKEN)) yield* wordsIn(token, index);
}

/** The words of a text in order. */
export const wordsOf = (text: string): Word[] => [...eachWord(text)];

/** The words of a title by which lists are sorted, without signs. */
export const sortKey = (title: string): string =>
  wordsOf(title)
    .filter(({ isSign }) => !isSign)
    .map(({ folded }) => folded)
    .join(" ");

/**
 * The most positions of one word in a text that are indexed. A phrase search compares all positions of its words, on
 * SQLite on the main thread. No character makes up a tenth of the longest natural text.
 */
export const PLACES_MAX = 10_000;
/** Indexed in place of further occurrences, so that their neighbours do not become adjacent. Not searchable. */
const PLACEHOLDER = "-";

/** A text's words, of which each occurs at most PLACES_MAX times. */
function withinPlaces(words: string[]): string[] {
  if (words.length <= PLACES_MAX) return words;
  const counts = new Map<string, number>();
  return words.map((word) => {
    const count = (counts.get(word) ?? 0) + 1;
    counts.set(word, count);
    return count > PLACES_MAX ? PLACEHOLDER : word;
  });
}

/** The folded words of a text for the search index; last, and once each, the parts of its words. */
export function foldedWords(text: string): string[] {
  const words: string[] = [];
  const parts = new Set<string>();
  for (const token of text.match(TOKEN) ?? []) {
    for (const { folded, parts: own = [] } of wordsIn(token, 0)) {
      words.push(folded);
      for (const part of own) parts.add(part.folded);
    }
  }
  const others = parts.size > 0 ? [...parts.difference(new Set(words))] : [];
  return others.length > 0 ? [...withinPlaces(words), PLACEHOLDER, ...others] : withinPlaces(words);
}
