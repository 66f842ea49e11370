import type { MarkdownIt, StateCore, Token } from "markdown-it";

const MARK = /^\[([ xX])\]\s+/;

/** The text at the beginning of a list's item, where the item begins with text. */
function textAt(tokens: Token[], place: number): Token | undefined {
  const [paragraph, inline] = tokens.slice(place + 1, place + 3);
  const first = inline?.children?.[0];
  return paragraph?.type === "paragraph_open" && first?.type === "text" ? first : undefined;
}

/** Puts the box before the item's text, and both into a label, so that the box has a name. */
function box(inline: Token, isDone: boolean, { Token }: StateCore): void {
  const label = new Token("task_open", "label", 1);
  const input = new Token("task_box", "input", 0);
  input.attrs = [["type", "checkbox"], ["disabled", ""], ...(isDone ? [["checked", ""] as [string, string]] : [])];
  inline.children = [label, input, ...(inline.children ?? []), new Token("task_close", "label", -1)];
}

/** Items that begin with `[ ]` or `[x]` get a box, open or ticked, which readers cannot change. */
export function taskLists(parser: MarkdownIt): void {
  parser.core.ruler.after("inline", "task_lists", (state) => {
    const lists: Token[] = [];
    for (const [place, token] of state.tokens.entries()) {
      if (/^(bullet|ordered)_list_open$/.test(token.type)) lists.push(token);
      if (/^(bullet|ordered)_list_close$/.test(token.type)) lists.pop();
      if (token.type !== "list_item_open") continue;
      const text = textAt(state.tokens, place);
      const [mark, sign] = MARK.exec(text?.content ?? "") ?? [];
      const inline = state.tokens[place + 2];
      if (!text || !inline || mark === undefined) continue;
      text.content = text.content.slice(mark.length);
      box(inline, sign !== " ", state);
      token.attrSet("class", "task");
      lists.at(-1)?.attrSet("class", "tasks");
    }
  });
}
