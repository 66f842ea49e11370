import type { MarkdownIt, StateCore, Token } from "markdown-it";
import { EMBEDS, WITHOUT_CONTENT } from "#lib/shared/html-elements";
import { type Piece, tokenizeHtml } from "./tokenize.ts";
import { TokenTree } from "./tree.ts";

/** Ends the excerpt that is generated from a text. */
const MORE = /^\s*more\s*$/i;

/** A processing instruction, such as `<?php … ?>`. Browsers end it at the first `>`. */
const INSTRUCTION = /^\s*<\?[\s\S]*?(?:\?>|$)/;

const isHtml = ({ type }: Token) => type === "html_block" || type === "html_inline";
const hasHtml = (tokens: Token[]): boolean =>
  tokens.some((token) => isHtml(token) || (token.children !== null && hasHtml(token.children)));

/** Whether a token has the end tag of an element in it. */
const hasEnd = (token: Token, tag: string): boolean =>
  isHtml(token)
    ? token.content.toLowerCase().includes(`</${tag}`)
    : (token.children ?? []).some((child) => hasEnd(child, tag));

/** For each element, the last token with its end tag. */
function lastEnds(tokens: Token[]): (tag: string) => number {
  const found = new Map<string, number>();
  return (tag) => {
    const at = found.get(tag) ?? tokens.findLastIndex((token) => hasEnd(token, tag));
    found.set(tag, at);
    return at;
  };
}

/** An element that is left out with its content, while this is read. */
type Skipped = { tag: string; depth: number; isSourceWanted: boolean; title: string | undefined };

/** Reads the tokens of a text in order, and makes those of HTML like those of Markdown. */
class HtmlReader {
  private readonly tree: TokenTree;
  private readonly state: StateCore;
  private skipped: Skipped | undefined;
  /** End tags in a text of Markdown that close nothing in it: they may close what it is in. */
  private unmatched: string[] = [];
  private isInText = false;

  constructor(state: StateCore) {
    this.state = state;
    this.tree = new TokenTree(state);
  }

  read(): Token[] {
    const { tokens } = this.state;
    const lastEnd = lastEnds(tokens);
    /** How many blocks are open in a script or style that goes on after a blank line. */
    let skippedBlocks = 0;
    let isMerged = false;
    for (const [index, token] of tokens.entries()) {
      if (this.skipped) {
        if (token.type === "html_block" && skippedBlocks === 0) this.readPieces(token.content);
        else if (token.type === "inline" && skippedBlocks < 2) this.readChildren(token.children ?? []);
        else if (token.nesting === -1 && skippedBlocks === 0) {
          // Its container ends.
          this.skipped = undefined;
          this.readBlock(token);
        } else skippedBlocks += token.nesting;
      } else if (token.type === "html_block") {
        this.readPieces(token.content);
        if (!this.goesOn(lastEnd, index)) this.skipped = undefined;
        skippedBlocks = 0;
      } else if (token.type === "paragraph_open" && this.tree.isInHeading) {
        isMerged = true;
      } else if (isMerged) {
        if (token.type === "inline") this.readChildren(token.children ?? []);
        else isMerged = false;
      } else this.readBlock(token);
    }
    return this.tree.end();
  }

  /** Whether a script or style goes on after a blank line. */
  private goesOn(lastEnd: (tag: string) => number, index: number): boolean {
    const tag = this.skipped?.tag;
    return (tag === "script" || tag === "style") && lastEnd(tag) > index;
  }

  private readBlock(token: Token): void {
    if (token.type === "inline") {
      this.isInText = true;
      this.tree.addText(token, () => this.readChildren(token.children ?? []));
      this.isInText = false;
      return;
    }
    this.tree.addBlock(token);
    if (token.nesting !== -1) return;
    for (const tag of this.unmatched) this.tree.close(tag);
    this.unmatched = [];
  }

  private readChildren(children: Token[]): void {
    const lastEnd = lastEnds(children);
    const before = this.skipped;
    for (const [index, child] of children.entries()) {
      if (isHtml(child)) {
        const wasSkipped = this.skipped !== undefined;
        this.readPieces(child.content);
        // A missing end tag, or prose about `<script>`, does not hide the rest of the paragraph.
        if (this.skipped && !wasSkipped && lastEnd(this.skipped.tag) <= index) this.skipped = undefined;
      } else if (!this.skipped || (child.nesting !== 0 && this.skipped !== before)) {
        withoutHtml(child);
        this.tree.addInline(child);
      }
    }
    if (this.skipped !== before) this.skipped = undefined;
  }

  private readPieces(html: string): void {
    for (const piece of tokenizeHtml(html.replace(INSTRUCTION, ""))) {
      if (this.skipped) this.skip(piece, this.skipped);
      else this.readPiece(piece);
    }
  }

  private readPiece(piece: Piece): void {
    if (piece.type === "text") this.tree.addHtmlText(piece.text);
    else if (piece.type === "comment") {
      if (MORE.test(piece.text)) this.tree.addMark(new this.state.Token("more", "", 0));
    } else if (piece.type === "close") {
      if (!this.tree.close(piece.tag) && this.isInText) this.unmatched.push(piece.tag);
    } else if (WITHOUT_CONTENT.has(piece.tag)) {
      this.leaveOut(piece);
    } else {
      this.tree.open(piece.tag, piece.attributes);
      if (piece.isEmpty) this.tree.close(piece.tag);
    }
  }

  private leaveOut({ tag, attributes, isEmpty }: Extract<Piece, { type: "open" }>): void {
    const src = attributes.get("src");
    const title = attributes.get("title");
    if (EMBEDS.has(tag) && src !== undefined) this.tree.addEmbed(src, title);
    if (!isEmpty) this.skipped = { tag, depth: 1, isSourceWanted: EMBEDS.has(tag) && src === undefined, title };
  }

  private skip(piece: Piece, skipped: Skipped): void {
    if (piece.type === "open" && piece.tag === "source" && skipped.isSourceWanted) {
      skipped.isSourceWanted = false;
      this.tree.addEmbed(piece.attributes.get("src") ?? "", skipped.title);
    }
    if (!("tag" in piece) || piece.tag !== skipped.tag) return;
    if (piece.type === "close") skipped.depth -= 1;
    else if (!piece.isEmpty) skipped.depth += 1;
    if (skipped.depth === 0) this.skipped = undefined;
  }
}

/** Removes HTML from the description of an image. */
function withoutHtml(token: Token): void {
  if (!token.children) return;
  token.children = token.children.filter((child) => !isHtml(child));
  for (const child of token.children) withoutHtml(child);
}

/**
 * HTML in Markdown: what ALLOWED_HTML lists becomes tokens like those of Markdown, so that all further rules treat them
 * alike. Everything else is left out, comments too.
 */
export function html(parser: MarkdownIt): void {
  parser.set({ html: true });
  parser.core.ruler.before("linkify", "html", (state) => {
    if (hasHtml(state.tokens)) state.tokens = new HtmlReader(state).read();
  });
  const nothing = () => "";
  Object.assign(parser.renderer.rules, { html_block: nothing, html_inline: nothing, more: nothing });
}
