import type { MarkdownIt, StateCore, Token } from "markdown-it";

const MARKER = /^\[([ xX])\]\s+/;

/** The text token at the beginning of a list item, if it begins with text. */
function textAt(tokens: Token[], index: number): Token | undefined {
  const [paragraph, inline] = tokens.slice(index + 1, index + 3);
  const first = inline?.children?.[0];
  return paragraph?.type === "paragraph_open" && first?.type === "text" ? first : undefined;
}

/** Inserts the checkbox, and wraps it and the item's text in a label, so that it has an accessible name. */
function insertCheckbox(inline: Token, isDone: boolean, { Token }: StateCore): void {
  const label = new Token("task_open", "label", 1);
  const input = new Token("task_box", "input", 0);
  input.attrs = [["type", "checkbox"], ["disabled", ""], ...(isDone ? [["checked", ""] as [string, string]] : [])];
  inline.children = [label, input, ...(inline.children ?? []), new Token("task_close", "label", -1)];
}

/** Renders list items that begin with `[ ]` or `[x]` with a disabled checkbox. */
export function taskLists(parser: MarkdownIt): void {
  parser.core.ruler.after("inline", "task_lists", (state) => {
    const lists: Token[] = [];
    for (const [index, token] of state.tokens.entries()) {
      if (/^(bullet|ordered)_list_open$/.test(token.type)) lists.push(token);
      if (/^(bullet|ordered)_list_close$/.test(token.type)) lists.pop();
      if (token.type !== "list_item_open") continue;
      const text = textAt(state.tokens, index);
      const [marker, symbol] = MARKER.exec(text?.content ?? "") ?? [];
      const inline = state.tokens[index + 2];
      if (!text || !inline || marker === undefined) continue;
      text.content = text.content.slice(marker.length);
      insertCheckbox(inline, symbol !== " ", state);
      token.attrSet("class", "task");
      lists.at(-1)?.attrSet("class", "tasks");
    }
  });
}
