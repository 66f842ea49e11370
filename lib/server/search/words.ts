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
const TOKEN = new RegExp(
  `(?<sign>${SIGN})|(?=[\\p{L}\\p{N}\\p{Extended_Pictographic}])(?:${CHARACTER}|${LETTER}+(?:[${JOINERS}]${LETTER}+)*)`,
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

/** The words of a text in order, lazily. */
export function* eachWord(text: string): Generator<Word> {
  for (const { 0: token, index, groups } of text.matchAll(TOKEN)) {
    if (groups?.sign) {
      yield* signsIn(token, index);
      continue;
    }
    const words = foldedAt(token, index);
    const parts = partsOf(token, index);
    if (parts.length > 0 && words[0]) words[0].parts = parts;
    yield* words;
  }
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

/** The folded words of a text for the search index; last, and once each, the parts of its words. */
export function foldedWords(text: string): string[] {
  const counts = new Map<string, number>();
  const parts = new Set<string>();
  const words = wordsOf(text).map(({ folded, parts: own = [] }) => {
    for (const part of own) parts.add(part.folded);
    const count = (counts.get(folded) ?? 0) + 1;
    counts.set(folded, count);
    return count > PLACES_MAX ? PLACEHOLDER : folded;
  });
  const others = [...parts].filter((part) => !counts.has(part));
  return others.length > 0 ? [...words, PLACEHOLDER, ...others] : words;
}
