import type { MarkdownIt, Token } from "markdown-it";

/** How deep blocks stand in each other, and marks within a line. A list counts twice: once for itself, once for its item. */
export const NESTING_MAX = 40;
/** Calls of footnotes, and definitions of them. */
export const FOOTNOTES_MAX = 1_000;
export const TABLE_ROWS_MAX = 5_000;
/** Cells of all tables, those included that a short row leaves out. */
export const TABLE_CELLS_MAX = 20_000;
/** How much longer than its source a rendering may be, and what any may be, in bytes. */
export const GROWTH_MAX = 20;
export const RENDERED_FREE = 100_000;
/** Characters of the label of a footnote; link labels have the same maximum (CommonMark 0.31, section 6.3). */
export const LABEL_MAX = 999;

const count = (max: number) => max.toLocaleString("en");

/** A text costs more to render than its limits allow. The message completes the sentence “Shown as plain text, because …”. */
export class LimitExceeded extends Error {}

/** How many bytes of HTML a source may become. */
export const renderedMax = (source: string) => GROWTH_MAX * Buffer.byteLength(source) + RENDERED_FREE;

/** @throws {LimitExceeded} where `bytes` is more than `source` may become */
export function requireRenderedSize(bytes: number, source: string): void {
  if (bytes > renderedMax(source)) throw new LimitExceeded("it would become far longer than it is");
}

const tooDeep = () => new LimitExceeded(`its parts are nested more than ${NESTING_MAX} levels deep`);

function requireFewTokens(tokens: Token[]): void {
  const found = new Map<string, number>();
  for (const { type } of tokens) found.set(type, (found.get(type) ?? 0) + 1);
  const number = (...types: string[]) => types.reduce((sum, type) => sum + (found.get(type) ?? 0), 0);
  if (number("tr_open") > TABLE_ROWS_MAX) {
    throw new LimitExceeded(`its tables have more than ${count(TABLE_ROWS_MAX)} rows`);
  }
  if (number("th_open", "td_open") > TABLE_CELLS_MAX) {
    throw new LimitExceeded(`its tables have more than ${count(TABLE_CELLS_MAX)} cells`);
  }
  if (number("footnote_ref", "footnote_reference_open") > FOOTNOTES_MAX) {
    throw new LimitExceeded(`it has more than ${count(FOOTNOTES_MAX)} footnotes`);
  }
}

/** The length of all attributes: link references are written once and rendered wherever they are used. */
function attributesLength(tokens: Token[]): number {
  let length = 0;
  for (const { attrs } of tokens) for (const [, value] of attrs ?? []) length += String(value).length;
  return length;
}

function requireFlat(tokens: Token[]): void {
  let depth = 0;
  for (const { nesting } of tokens) {
    depth += nesting;
    if (depth > NESTING_MAX) throw tooDeep();
  }
}

/**
 * Stops a parser at texts that would cost more than the limits above, as early as each can be seen.
 * @throws {LimitExceeded} from `parse` and `render`
 */
export function limits(parser: MarkdownIt): void {
  parser.block.ruler.before("table", "nesting_limit", ({ level }) => {
    if (level > NESTING_MAX) throw tooDeep();
    return false;
  });
  parser.core.ruler.after("block", "block_limits", ({ tokens }) => requireFewTokens(tokens));
  parser.core.ruler.after("inline", "inline_limits", ({ src, tokens }) => {
    let length = 0;
    const inline: Token[] = [];
    for (const { children } of tokens) {
      if (!children) continue;
      requireFlat(children);
      length += attributesLength(children);
      for (const token of children) if (token.type === "footnote_ref") inline.push(token);
    }
    requireRenderedSize(length, src);
    requireFewTokens(inline);
  });
}
