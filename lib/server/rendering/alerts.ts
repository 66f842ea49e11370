import type { MarkdownIt, StateCore, Token } from "markdown-it";

const TITLES: Record<string, string> = {
  NOTE: "Note",
  TIP: "Tip",
  IMPORTANT: "Important",
  WARNING: "Warning",
  CAUTION: "Caution",
};
const MARKER = /^\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\][^\S\n]*(?:\n|$)/i;

/** Changes a quotation into an alert if its first line is a marker and more follows. @returns the token of its title */
function toAlert(state: StateCore, index: number): Token | undefined {
  const [quote, paragraph, inline, , next] = state.tokens.slice(index, index + 5) as [
    Token,
    Token,
    Token,
    Token,
    Token,
  ];
  if (paragraph?.type !== "paragraph_open") return undefined;
  const [marker, name = ""] = MARKER.exec(inline.content) ?? [];
  if (marker === undefined) return undefined;
  const rest = inline.content.slice(marker.length);
  if (rest === "" && next.type === "blockquote_close") return undefined;
  const kind = name.toUpperCase();
  quote.tag = "div";
  quote.attrs = [
    ["class", `alert alert-${kind.toLowerCase()}`],
    ["role", "note"],
    ["aria-label", TITLES[kind] ?? ""],
  ];
  inline.content = rest;
  const title = new state.Token("alert_title", "", 0);
  title.content = TITLES[kind] ?? "";
  title.block = true;
  title.level = quote.level + 1;
  return title;
}

/** Renders quotations that begin with a line such as `[!NOTE]` as GitHub's alerts; in lists and quotations too. */
export function alerts(parser: MarkdownIt): void {
  parser.core.ruler.after("block", "alerts", (state) => {
    if (!state.src.includes("[!")) return;
    const open: Token[] = [];
    const tokens: Token[] = [];
    let skipped = 0;
    for (const [index, token] of state.tokens.entries()) {
      if (skipped > 0) {
        skipped -= 1;
        continue;
      }
      tokens.push(token);
      if (token.type === "blockquote_open") {
        const title = toAlert(state, index);
        open.push(token);
        if (title) tokens.push(title);
        // The marker was a paragraph of its own.
        if (title && state.tokens[index + 2]?.content === "") skipped = 3;
      }
      if (token.type === "blockquote_close") token.tag = open.pop()?.tag ?? token.tag;
    }
    state.tokens = tokens;
  });
  parser.renderer.rules.alert_title = (tokens, index) => `<p class="alert-title">${tokens[index]?.content ?? ""}</p>\n`;
}
