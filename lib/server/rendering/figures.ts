import type { MarkdownIt, StateCore, Token } from "markdown-it";

/** The image of a paragraph that holds nothing else, except a link around it, if it has a title. */
function titledImage(inline: Token | undefined): Token | undefined {
  const others = (inline?.children ?? []).filter(({ type }) => type !== "link_open" && type !== "link_close");
  const [image] = others;
  return others.length === 1 && image?.type === "image" && image.attrGet("title") ? image : undefined;
}

function caption(title: string, level: number, { Token }: StateCore): Token[] {
  const open = new Token("figcaption_open", "figcaption", 1);
  const inline = new Token("inline", "", 0);
  const text = new Token("text", "", 0);
  text.content = title;
  inline.content = title;
  inline.children = [text];
  const close = new Token("figcaption_close", "figcaption", -1);
  for (const token of [open, close]) token.block = true;
  for (const token of [open, inline, close]) token.level = level;
  return [open, inline, close];
}

/** Renders an image alone in its paragraph as a figure, with its title as the caption. */
export function figures(parser: MarkdownIt): void {
  parser.core.ruler.push("figures", (state) => {
    if (!state.src.includes("![")) return;
    const tokens: Token[] = [];
    for (const [index, token] of state.tokens.entries()) {
      const image = token.type === "inline" ? titledImage(token) : undefined;
      const [open, close] = [state.tokens[index - 1], state.tokens[index + 1]];
      tokens.push(token);
      if (!image || open?.type !== "paragraph_open" || !close) continue;
      for (const paragraph of [open, close]) {
        paragraph.tag = "figure";
        // In a tight list paragraphs have no tags.
        paragraph.hidden = false;
      }
      for (const part of caption(String(image.attrGet("title")), token.level, state)) tokens.push(part);
      image.attrs = (image.attrs ?? []).filter(([name]) => name !== "title");
    }
    state.tokens = tokens;
  });
}
