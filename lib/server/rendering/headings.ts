import type { MarkdownIt, StateCore, Token } from "markdown-it";
import { slugify } from "../posts/slug.ts";
import type { RenderEnv } from "./render-env.ts";
import { plainTextOf } from "./tokens.ts";

const LEVEL_MAX = 6;

/** The level of each heading in the page's outline: the highest come right below the page's own, and none is passed over. */
function outline(): (written: number) => number {
  const above: number[] = [];
  return (written) => {
    while ((above.at(-1) ?? 0) >= written) above.pop();
    above.push(written);
    return Math.min(above.length + 1, LEVEL_MAX);
  };
}

/** Gives each id once: what was given before gets a number. Goes on counting where it stopped, for texts of one heading. */
function uniqueIds(): (wanted: string) => string {
  const given = new Map<string, number>();
  return (wanted) => {
    let id = wanted;
    let count = given.get(wanted) ?? 0;
    while (given.has(id)) id = `${wanted}-${++count}`;
    given.set(wanted, count);
    if (id !== wanted) given.set(id, 0);
    return id;
  };
}

/** A box around a heading and, behind it, a link to it: in the heading itself the link would be a part of its name. */
function withLink(heading: Token[], { id, text }: { id: string; text: string }, { Token }: StateCore): Token[] {
  const open = new Token("part_open", "div", 1);
  open.attrs = [["class", "part"]];
  open.block = true;
  const link = new Token("link_open", "a", 1);
  link.attrs = [
    ["class", "part-link"],
    ["href", `#${id}`],
    ["aria-label", `Link to “${text}”`],
  ];
  const sign = new Token("text", "", 0);
  sign.content = "#";
  const close = new Token("part_close", "div", -1);
  close.block = true;
  return [open, ...heading, link, sign, new Token("link_close", "a", -1), close];
}

/** Headings keep to the outline of the page, have ids and a quiet link to themselves. */
export function headings(parser: MarkdownIt): void {
  parser.core.ruler.push("headings", (state) => {
    const { headings, prefix } = state.env as RenderEnv;
    const levelOf = outline();
    const unique = uniqueIds();
    const tokens: Token[] = [];
    for (const [place, token] of state.tokens.entries()) {
      if (token.type === "heading_open") {
        const [inline, close] = state.tokens.slice(place + 1, place + 3) as [Token, Token];
        const text = plainTextOf([inline]).replace(/\s+/g, " ");
        const level = levelOf(Number(token.tag.slice(1)));
        const id = unique(prefix + (slugify(text) || "section"));
        token.tag = `h${level}`;
        close.tag = token.tag;
        token.attrSet("id", id);
        // Headings of quotations, list items and notes are not parts of the text.
        if (token.level === 0) headings.push({ id, text, level });
        tokens.push(...withLink([token, inline, close], { id, text }, state));
      } else if (token.type !== "heading_close" && state.tokens[place - 1]?.type !== "heading_open") {
        tokens.push(token);
      }
    }
    state.tokens = tokens;
  });
}
