import type { Token } from "markdown-it";
import { plainTextOf } from "./tokens.ts";

/** The characters of prose that are read for an excerpt: more than any excerpt has. */
const PROSE_MAX = 2_000;
/** The part of its limit that a truncated text must have to end at a sentence or a word. */
const SHARE_MIN = 0.5;
/** The characters after the limit that are read to see whether a word or sentence ends there. */
const LOOKAHEAD = 64;
/** Maximum length of a meta description that search engines show in full, in characters. */
const DESCRIPTION_MAX = 160;

type Kind = "heading" | "code" | "other";

/** What a token begins that is no prose; undefined for prose. */
function kindOf({ tag, type }: Token): Kind | undefined {
  if (type === "heading_open" || tag === "summary") return "heading";
  if (tag === "pre" || type === "fence" || type === "code_block") return "code";
  if (type === "table_open" || type === "footnote_block_open" || type === "image") return "other";
  return undefined;
}

const isMore = ({ type }: Token) => type === "more";

/** The tokens of prose, up to `<!-- more -->`. @param isLeftOut which other kinds are left out */
function filterProse(tokens: Token[], isLeftOut: (kind: Kind) => boolean): Token[] {
  const prose: Token[] = [];
  let depth = 0;
  for (const token of tokens) {
    if (isMore(token)) break;
    const kind = kindOf(token);
    if (depth > 0 || (kind && isLeftOut(kind))) depth += token.nesting;
    else prose.push(token);
  }
  return prose;
}

function readProse(tokens: Token[], isLeftOut: (kind: Kind) => boolean): string {
  let text = "";
  for (const token of filterProse(tokens, isLeftOut)) {
    const children = token.children && token.type === "inline" ? token.children : undefined;
    if (children) {
      // What an embedded video is replaced by is a URL.
      const shown = filterProse(children, isLeftOut).filter(({ meta }) => !meta?.isEmbed);
      text += `${plainTextOf(shown)} `;
    }
    if (text.length > PROSE_MAX || children?.some(isMore)) break;
  }
  return oneLine(text);
}

const oneLine = (text: string) => text.replace(/\s+/g, " ").trim();

/**
 * The beginning of a text as prose: without headings, tables, code and images, up to `<!-- more -->`. A text that has nothing
 * else gives its headings, tables and descriptions of images.
 */
export const proseOf = (tokens: Token[]): string =>
  readProse(tokens, () => true) || readProse(tokens, (kind) => kind === "code");

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

/** A text as a meta description. */
export const metaDescription = (plain: string): string => truncate(plain, DESCRIPTION_MAX);
