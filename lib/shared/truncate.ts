import { oneLine } from "./text.ts";

/** The part of its limit that a truncated text must have to end at a sentence or a word. */
const SHARE_MIN = 0.5;
/** The characters after the limit that are read to see whether a word or sentence ends there. */
const LOOKAHEAD = 64;

/** What does not stand before an ellipsis. */
const DANGLING = /[\s,;:、，；：(（\-–—]+$/u;

const segmenters = new Map<string, Intl.Segmenter>();

/** The end of the last sentence, word or grapheme that ends within `max` UTF-16 units of a line; 0 without one. */
function lastEnd(line: string, max: number, granularity: "sentence" | "word" | "grapheme"): number {
  const segmenter = segmenters.get(granularity) ?? new Intl.Segmenter("en", { granularity });
  segmenters.set(granularity, segmenter);
  const segments = segmenter.segment(line);
  const startAt = (at: number) => segments.containing(Math.min(at, line.length - 1))?.index ?? 0;
  if (granularity === "grapheme") return startAt(max);
  // The space after it does not count.
  const next = startAt(max + 1);
  const end = next <= max || line[max] === " " ? next : startAt(max);
  return line.slice(0, end).trimEnd().length;
}

/** The UTF-16 units of the first `count` code points. */
function unitsOf(text: string, count: number): number {
  let [units, left] = [0, count];
  for (const character of text) {
    if (left-- === 0) break;
    units += character.length;
  }
  return units;
}

/**
 * Truncates plain text to one line of at most `max` code points: after a sentence, or with an ellipsis after a word; where
 * these are too long, after a grapheme.
 */
export function truncate(plain: string, max: number): string {
  const line = oneLine(plain);
  const units = unitsOf(line, max);
  if (units === line.length) return line;
  const start = line.slice(0, unitsOf(line, max + LOOKAHEAD));
  const sentence = lastEnd(start, units, "sentence");
  if (sentence > units * SHARE_MIN) return start.slice(0, sentence);
  const beforeEllipsis = unitsOf(line, max - 1);
  const word = lastEnd(start, beforeEllipsis, "word");
  const end = word > units * SHARE_MIN ? word : lastEnd(start, beforeEllipsis, "grapheme") || beforeEllipsis;
  return `${start.slice(0, end).replace(DANGLING, "")}…`;
}
