import type { MarkdownIt, StateCore, Token } from "markdown-it";
import { headingSlug } from "./heading-slug.ts";
import type { RenderEnv } from "./render-env.ts";
import { plainTextOf } from "./tokens.ts";

const LEVEL_MAX = 6;

/** Maps heading levels to the page's outline: starts below the page's own heading, and skips no level. */
function outline(): (level: number) => number {
  const above: number[] = [];
  return (level) => {
    while ((above.at(-1) ?? 0) >= level) above.pop();
    above.push(level);
    return Math.min(above.length + 1, LEVEL_MAX);
  };
}

type Anchor = { id: string; prefix: string; text: string };

/**
 * Wraps a heading in a box with a link to it beside the heading, where the link is not part of its accessible name. The link's
 * name is the id without the prefix, so that URLs with it lead there too; ids of the page take precedence.
 */
function withLink(heading: Token[], { id, prefix, text }: Anchor, { Token }: StateCore): Token[] {
  const open = new Token("part_open", "div", 1);
  open.attrs = [["class", "part"]];
  open.block = true;
  const link = new Token("link_open", "a", 1);
  link.attrs = [
    ["class", "part-link"],
    ["href", `#${id}`],
    ["aria-label", `Link to “${text}”`],
  ];
  if (prefix !== "") link.attrSet("name", id.slice(prefix.length));
  const symbol = new Token("text", "", 0);
  symbol.content = "#";
  const close = new Token("part_close", "div", -1);
  close.block = true;
  return [open, ...heading, link, symbol, new Token("link_close", "a", -1), close];
}

/** Fits the headings within a text, such as those of HTML in a table cell, into the outline. */
function fitInline(children: Token[], levelOf: (level: number) => number): void {
  let tag = "";
  for (const token of children) {
    if (token.type === "heading_open") tag = `h${levelOf(Number(token.tag.slice(1)))}`;
    if (token.type === "heading_open" || token.type === "heading_close") token.tag = tag;
  }
}

/** Fits headings into the page's outline, and gives them ids and anchor links. */
export function headings(parser: MarkdownIt): void {
  parser.core.ruler.push("headings", (state) => {
    const { headings, ids, prefix } = state.env as RenderEnv;
    const levelOf = outline();
    const tokens: Token[] = [];
    for (const [index, token] of state.tokens.entries()) {
      if (token.type === "heading_open") {
        const [inline, close] = state.tokens.slice(index + 1, index + 3) as [Token, Token];
        const text = plainTextOf([inline]).replace(/\s+/g, " ");
        const level = levelOf(Number(token.tag.slice(1)));
        const written = token.attrGet("id");
        const id = written === null ? ids.takeUnique(prefix + (headingSlug(text) || "section")) : String(written);
        token.tag = `h${level}`;
        close.tag = token.tag;
        token.attrSet("id", id);
        // Headings in quotations, list items and footnotes are not in the table of contents.
        if (token.level === 0) headings.push({ id, text, level });
        const heading = [token, inline, close];
        tokens.push(...(token.meta?.isUnlinked ? heading : withLink(heading, { id, prefix, text }, state)));
      } else if (token.type !== "heading_close" && state.tokens[index - 1]?.type !== "heading_open") {
        if (token.type === "inline") fitInline(token.children ?? [], levelOf);
        tokens.push(token);
      }
    }
    state.tokens = tokens;
  });
}
