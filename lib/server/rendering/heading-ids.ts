import type { MarkdownIt } from "markdown-it";

/** Maximum length of an id that an author writes, in UTF-16 units. */
const ID_MAX = 100;
const ID = new RegExp(`^\\{#([\\p{L}\\p{M}\\p{N}_.:-]{1,${ID_MAX}})\\}$`, "u");

/** Takes the id off a heading such as `## Install {#setup}`; headings.ts sets it. */
export function headingIds(parser: MarkdownIt): void {
  parser.core.ruler.after("block", "heading_ids", ({ tokens }) => {
    for (const [index, token] of tokens.entries()) {
      if (token.type !== "heading_open") continue;
      const inline = tokens[index + 1];
      const start = inline?.content.lastIndexOf("{#") ?? -1;
      const [, id] = ID.exec(inline?.content.slice(start, start + ID_MAX + 3) ?? "") ?? [];
      if (!inline || start < 0 || id === undefined || !inline.content.endsWith(`{#${id}}`)) continue;
      if (inline.content[start - 1] === "\\") continue;
      inline.content = inline.content.slice(0, start).trimEnd();
      token.attrSet("id", id);
    }
  });
}
