import { oneLine } from "#lib/shared/text";
import { escapeHtml } from "../escape-html.ts";
import { firstUnits } from "./fold.ts";
import type { Term } from "./terms.ts";
import { eachWord, type Word, wordsOf } from "./words.ts";

/** The UTF-16 units of context on either side of the first match. */
const AROUND = 100;

type Range = { start: number; end: number };

/** The number of words from `at` on that match the term; 0 without a match. */
function matchLength(words: Word[], at: number, { words: wanted, isPrefix }: Term): number {
  const isMatch = wanted.every((word, offset) => {
    const folded = words[at + offset]?.folded ?? "";
    return isPrefix && offset === wanted.length - 1 ? folded.startsWith(word) : folded === word;
  });
  return isMatch ? wanted.length : 0;
}

/** The matches that begin with the word at `at`, and how many words they take: one match, or several parts of the word. */
function matchesAt(words: Word[], at: number, terms: Term[]): { length: number; ranges: Range[] } {
  const length = Math.max(0, ...terms.map((term) => matchLength(words, at, term)));
  const [first, last] = [words[at], words[at + length - 1]];
  if (length > 0 && first && last) return { length, ranges: [{ start: first.start, end: last.end }] };
  const parts = first?.parts?.filter((part) => terms.some((term) => matchLength([part], 0, term) > 0)) ?? [];
  return { length: 1, ranges: parts };
}

function matches(words: Word[], terms: Term[]): Range[] {
  const found: Range[] = [];
  for (let at = 0; at < words.length; ) {
    const { length, ranges } = matchesAt(words, at, terms);
    for (const { start, end } of ranges) if (start >= (found.at(-1)?.end ?? 0)) found.push({ start, end });
    at += length;
  }
  return found;
}

/** A slice of `text` as escaped HTML with `ranges` in `<mark>`. */
function marked(text: string, ranges: Range[], from = 0, to = text.length): string {
  let html = "";
  let at = from;
  for (const { start, end } of ranges) {
    if (start < from || end > to) continue;
    html += `${escapeHtml(text.slice(at, start))}<mark>${escapeHtml(text.slice(start, end))}</mark>`;
    at = end;
  }
  return html + escapeHtml(text.slice(at, to));
}

/** The whole text as escaped HTML with the matches in `<mark>`. */
export function highlight(text: string, terms: Term[]): string {
  return marked(text, matches(wordsOf(text), terms));
}

/** The words of a text up to its first match and the context after it; all words without a match. */
function wordsToFirstMatch(text: string, terms: Term[]): Word[] {
  const longest = Math.max(0, ...terms.map((term) => term.words.length));
  const words: Word[] = [];
  let end: number | undefined;
  for (const word of eachWord(text)) {
    words.push(word);
    const at = words.length - longest;
    if (end === undefined && at >= 0) end = matchesAt(words, at, terms).ranges[0]?.end;
    if (end !== undefined && word.start > end + AROUND) break;
  }
  return words;
}

/** The same for the context around the first match, cut between words, with ellipses. */
export function highlightExcerpt(text: string, terms: Term[]): string {
  const line = oneLine(text);
  const words = wordsToFirstMatch(line, terms);
  const ranges = matches(words, terms);
  const { start, end } = ranges[0] ?? { start: 0, end: 0 };
  const first = words.find((word) => word.start >= start - AROUND);
  const last = words.findLast((word) => word.end <= end + AROUND);
  const from = start <= AROUND ? 0 : (first?.start ?? 0);
  const to = line.length - end <= AROUND ? line.length : (last?.end ?? firstUnits(line, AROUND).length);
  return `${from > 0 ? "…" : ""}${marked(line, ranges, from, to)}${to < line.length ? "…" : ""}`;
}
