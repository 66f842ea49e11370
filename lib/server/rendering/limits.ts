import type { MarkdownIt, Token } from "markdown-it";

/** Maximum nesting of blocks and of inline marks. A list counts twice: the list and its item. */
export const NESTING_MAX = 40;
/** Maximum footnote references, and definitions. */
export const FOOTNOTES_MAX = 1_000;
export const TABLE_ROWS_MAX = 5_000;
/** Maximum cells of all tables, including those that short rows omit. */
export const TABLE_CELLS_MAX = 20_000;
/** A rendering may have GROWTH_MAX times the bytes of its source plus RENDERED_FREE. */
export const GROWTH_MAX = 20;
export const RENDERED_FREE = 100_000;
/** Maximum length of a footnote label, in characters, as for link labels (CommonMark 0.31, section 6.3). */
export const LABEL_MAX = 999;

const count = (max: number) => max.toLocaleString("en");

/** A text exceeds a limit of the renderer. The message completes “Shown as plain text, because …”. */
export class LimitExceeded extends Error {}

/** Maximum size of a source's HTML, in bytes. */
export const renderedMax = (source: string) => GROWTH_MAX * Buffer.byteLength(source) + RENDERED_FREE;

/** @throws {LimitExceeded} if `bytes` exceeds the maximum for `source` */
export function requireRenderedSize(bytes: number, source: string): void {
  if (bytes > renderedMax(source)) throw new LimitExceeded("it would become far longer than it is");
}

export const tooManyFootnotes = () => new LimitExceeded(`it has more than ${count(FOOTNOTES_MAX)} footnotes`);
export const tooDeep = () => new LimitExceeded(`its parts are nested more than ${NESTING_MAX} levels deep`);

/** @throws {LimitExceeded} where tables have too many rows or cells */
export function requireTableSize({ rows, cells }: { rows: number; cells: number }): void {
  if (rows > TABLE_ROWS_MAX) throw new LimitExceeded(`its tables have more than ${count(TABLE_ROWS_MAX)} rows`);
  if (cells > TABLE_CELLS_MAX) throw new LimitExceeded(`its tables have more than ${count(TABLE_CELLS_MAX)} cells`);
}

function requireFewTokens(tokens: Token[]): void {
  const counts = new Map<string, number>();
  for (const { type } of tokens) counts.set(type, (counts.get(type) ?? 0) + 1);
  const number = (...types: string[]) => types.reduce((sum, type) => sum + (counts.get(type) ?? 0), 0);
  requireTableSize({ rows: number("tr_open"), cells: number("th_open", "td_open") });
  if (number("footnote_ref", "footnote_reference_open") > FOOTNOTES_MAX) {
    throw tooManyFootnotes();
  }
}

/** Total length of all attributes: a link reference is written once and rendered at every use. */
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
 * Stops the parser as early as possible on texts that exceed a limit.
 * @throws {LimitExceeded} from `parse` and `render`
 */
export function limits(parser: MarkdownIt): void {
  parser.block.ruler.before("table", "nesting_limit", ({ level }) => {
    if (level > NESTING_MAX) throw tooDeep();
    return false;
  });
  parser.core.ruler.after("block", "block_limits", ({ tokens }) => requireFewTokens(tokens));
  parser.core.ruler.after("footnote_tail", "inline_limits", ({ src, tokens }) => {
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
