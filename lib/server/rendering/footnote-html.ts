import type { MarkdownIt, Token } from "markdown-it";

/** The numbers of a footnote and of its reference, both from 1. */
function numbersOf(token: Token | undefined): { note: number; call: number } {
  const { id = 0, subId = 0 } = (token?.meta ?? {}) as { id?: number; subId?: number };
  return { note: id + 1, call: subId + 1 };
}

const callId = (note: number, call: number) => `note-${note}-call${call === 1 ? "" : `-${call}`}`;

/** Renders footnotes, references and back links with accessible names. */
export function footnoteHtml(parser: MarkdownIt): void {
  const { rules } = parser.renderer;
  rules.footnote_ref = (tokens, index) => {
    const { note, call } = numbersOf(tokens[index]);
    return `<sup class="note-call"><a href="#note-${note}" id="${callId(note, call)}" aria-label="Note ${note}">${note}</a></sup>`;
  };
  rules.footnote_block_open = () => '<section class="notes" aria-label="Notes">\n<ol>\n';
  rules.footnote_block_close = () => "</ol>\n</section>\n";
  rules.footnote_open = (tokens, index) => `<li id="note-${numbersOf(tokens[index]).note}">`;
  rules.footnote_anchor = (tokens, index) => {
    const { note, call } = numbersOf(tokens[index]);
    // The text variant of the arrow, not the emoji.
    return ` <a href="#${callId(note, call)}" class="note-back" aria-label="Back to the text of note ${note}">↩\uFE0E</a>`;
  };
}
