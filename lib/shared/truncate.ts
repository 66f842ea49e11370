import { oneLine } from "./text.ts";

/** The part of its limit that a truncated text must have to end at a sentence or a word. */
const SHARE_MIN = 0.5;
/** The characters after the limit that are read to see whether a word or sentence ends there. */
const LOOKAHEAD = 64;

/** What does not stand before an ellipsis. */
const DANGLING = /[\s,;:、，；：(（\-–—]+$/u;

const segmenters = new Map<string, Intl.Segmenter>();

/** The end of the last sentence, word or grapheme that ends within `max` UTF-16 units; 0 without one. */
function lastEnd(text: string, max: number, granularity: "sentence" | "word" | "grapheme"): number {
  const segmenter = segmenters.get(granularity) ?? new Intl.Segmenter("en", { granularity });
  segmenters.set(granularity, segmenter);
  let end = 0;
  for (const { index } of segmenter.segment(text)) {
    const trimmed = granularity === "grapheme" ? index : text.slice(0, index).trimEnd().length;
    if (trimmed > max) break;
    end = trimmed;
  }
  return end;
}

/**
 * Truncates plain text to one line of at most `max` code points: after a sentence, or with an ellipsis after a word; where
 * these are too long, after a grapheme.
 */
export function truncate(plain: string, max: number): string {
  const line = oneLine(plain);
  const characters = [...line];
  if (characters.length <= max) return line;
  const start = characters.slice(0, max + LOOKAHEAD).join("");
  const units = characters.slice(0, max).join("").length;
  const sentence = lastEnd(start, units, "sentence");
  if (sentence > units * SHARE_MIN) return start.slice(0, sentence);
  const beforeEllipsis = units - (characters[max - 1] ?? "").length;
  const word = lastEnd(start, beforeEllipsis, "word");
  const end = word > units * SHARE_MIN ? word : lastEnd(start, beforeEllipsis, "grapheme") || beforeEllipsis;
  return `${start.slice(0, end).replace(DANGLING, "")}…`;
}
