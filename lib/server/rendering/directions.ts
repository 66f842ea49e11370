import type { MarkdownIt, Token } from "markdown-it";
import {
  countLetters,
  DIRECTIONS,
  type Direction,
  hasRtlLetter,
  type LetterCount,
  majority,
} from "#lib/shared/direction";
import type { RenderEnv } from "./render-env.ts";

/**
 * Blocks that get a direction of their own. An item of a list does not, whose marker would be on the other side than those
 * of the items around it, and neither does a row of a table.
 */
const MARKED = new Set(
  ["paragraph", "heading", "bullet_list", "ordered_list", "blockquote", "table", "th", "td", "dl"].map(
    (name) => `${name}_open`,
  ),
);

const NO_LETTERS: LetterCount = { rtl: 0, all: 0 };

/** Counts the letters that a token shows, code left out. */
function lettersOf({ children }: Token): LetterCount {
  const texts = (children ?? []).filter(({ type }) => type === "text");
  return countLetters(texts.map(({ content }) => content).join(""));
}

/** The letters of each block, by the index of its opening token. */
function countByBlock(tokens: Token[]): Map<number, LetterCount> {
  const counts = new Map<number, LetterCount>();
  const open: LetterCount[] = [];
  for (const [index, token] of tokens.entries()) {
    if (token.nesting === 1) {
      const count = { ...NO_LETTERS };
      counts.set(index, count);
      open.push(count);
    } else if (token.nesting === -1) {
      const closed = open.pop();
      const parent = open.at(-1);
      if (closed && parent) {
        parent.rtl += closed.rtl;
        parent.all += closed.all;
      }
    } else if (token.type === "inline") {
      const { rtl, all } = lettersOf(token);
      const parent = open.at(-1);
      if (parent) {
        parent.rtl += rtl;
        parent.all += all;
      }
    }
  }
  return counts;
}

/**
 * The direction of a block: as its author wrote it in HTML, else that of the majority of its letters. Undefined for one that
 * runs like the text around it.
 */
function directionOfBlock(block: Token, letters: LetterCount): Direction | undefined {
  const written = DIRECTIONS.find((direction) => direction === block.attrGet("dir"));
  if (written !== undefined || block.attrGet("dir") !== null) return written;
  return MARKED.has(block.type) && !block.hidden ? majority(letters) : undefined;
}

/**
 * Marks the blocks that run in another direction than the text around them: that of the majority of their letters. Takes
 * linear time.
 */
export function directions(parser: MarkdownIt): void {
  parser.core.ruler.push("directions", ({ env, src, tokens }) => {
    const { direction: base } = env as RenderEnv;
    if (base === "ltr" && !hasRtlLetter(src)) return;
    const counts = countByBlock(tokens);
    const around: Direction[] = [base];
    for (const [index, token] of tokens.entries()) {
      if (token.nesting === -1) around.pop();
      if (token.nesting !== 1) continue;
      const outer = around.at(-1) ?? base;
      const own = directionOfBlock(token, counts.get(index) ?? NO_LETTERS);
      if (own !== undefined && own !== outer) token.attrSet("dir", own);
      around.push(own ?? outer);
    }
  });
}
