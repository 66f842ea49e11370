import type { Token } from "markdown-it";
import { oneLine } from "#lib/shared/text";
import { truncate } from "#lib/shared/truncate";
import { plainTextOf } from "./tokens.ts";

/** The characters of prose that are read for an excerpt: more than any excerpt has. */
const PROSE_MAX = 2_000;
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

/**
 * The beginning of a text as prose: without headings, tables, code and images, up to `<!-- more -->`. A text that has nothing
 * else gives its headings, tables and descriptions of images.
 */
export const proseOf = (tokens: Token[]): string =>
  readProse(tokens, () => true) || readProse(tokens, (kind) => kind === "code");

/** A text as a meta description. */
export const metaDescription = (plain: string): string => truncate(plain, DESCRIPTION_MAX);
