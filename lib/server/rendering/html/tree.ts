import type { MarkdownIt, StateCore, Token } from "markdown-it";
import {
  ASIDES,
  CELLS,
  CONTROLS,
  HEADINGS,
  isAllowedTag,
  PARENTS,
  PHRASING,
  ROW_PARENTS,
  VOID,
} from "#lib/shared/html-elements";
import { BOX_ATTRIBUTES } from "../boxes.ts";
import { requireTableSize, tooDeep } from "../limits.ts";
import { cleanAttributes, cleanUrl } from "./attributes.ts";

/** Maximum nesting of HTML elements. */
const HTML_NESTING_MAX = 40;

/** An open element. */
type Frame = {
  /** The tag as it is written, by which its end tag finds it. */
  name: string;
  /** The tag as it is rendered: a paragraph with blocks in it becomes a `div`. */
  tag: string;
  /** Whether it is from Markdown; HTML closes no such element. */
  isMarkdown: boolean;
  isInline: boolean;
  open: Token;
};

/**
 * Builds the tokens of a text from those of Markdown and of HTML, so that all elements are properly nested: browsers build
 * the same tree from them, and no tag of a text closes an element that surrounds it. Elements end with what they are in;
 * end tags that close nothing and start tags that may not stand where they are are left out, their content is not.
 */
export class TokenTree {
  /** The tokens of blocks. */
  readonly tokens: Token[] = [];
  private readonly frames: Frame[] = [];
  private htmlDepth = 0;
  private readonly table = { rows: 0, cells: 0 };
  /** Where inline tokens go: the text that is being read, or between blocks a new one. */
  private inline: Token[] | undefined;
  /** Whether `inline` belongs to a Markdown token, into which its blocks go as well. */
  private isInMarkdown = false;
  private readonly parser: MarkdownIt;
  private readonly Token: StateCore["Token"];

  constructor({ Token, md }: StateCore) {
    this.Token = Token;
    this.parser = md;
  }

  /** Adds a block token of Markdown that contains no text. */
  addBlock(token: Token): void {
    if (token.nesting === -1) {
      this.closeMarkdown(token);
      return;
    }
    this.startBlock(true);
    this.flush();
    if (token.type === "heading_open") this.placeHeading(token);
    this.tokens.push(token);
    if (token.nesting === 1) this.pushMarkdown(token, false);
  }

  /** Ends a Markdown element, inline or not, with the HTML elements that are open in it. */
  closeMarkdown(token: Token): void {
    const at = this.frames.findLastIndex(({ isMarkdown }) => isMarkdown);
    const frame = this.frames[at];
    // Its start was left out.
    if (frame?.open.type.replace(/open$/, "close") !== token.type) return;
    this.closeAbove(at);
    this.frames.pop();
    token.tag = frame.open.tag;
    if (frame.isInline) {
      this.inlineTokens().push(token);
    } else {
      this.flush();
      this.tokens.push(token);
    }
  }

  /** Whether the text of a paragraph continues an HTML heading that is open, in which no paragraph can be. */
  get isInHeading(): boolean {
    const frame = this.block();
    return frame !== undefined && !frame.isMarkdown && HEADINGS.has(frame.tag);
  }

  /**
   * Adds the text of a Markdown block.
   * @param addChildren adds its children
   */
  addText(token: Token, addChildren: () => void): void {
    const depth = this.frames.length;
    this.flush();
    this.inline = [];
    this.isInMarkdown = true;
    addChildren();
    this.closeAbove(depth - 1);
    token.children = withLevels(this.inline);
    this.inline = undefined;
    this.isInMarkdown = false;
    this.tokens.push(token);
  }

  /** Adds an inline token of Markdown. */
  addInline(token: Token): void {
    if (token.nesting === -1) this.closeMarkdown(token);
    else {
      this.startText();
      this.inlineTokens().push(token);
      if (token.nesting === 1) this.pushMarkdown(token, true);
    }
  }

  /** Adds text of HTML. */
  addHtmlText(text: string): void {
    const isBlank = text.trim() === "";
    const isPre = this.frames.some(({ tag }) => tag === "pre");
    if (isBlank && (this.isInRow || (!isPre && !this.inline?.length))) return;
    this.startText();
    const inline = this.inlineTokens();
    const token = new this.Token("text", "", 0);
    token.content = isPre || inline.length > 0 ? text : text.trimStart();
    inline.push(token);
  }

  /** Adds a token that renders nothing. */
  addMark(token: Token): void {
    if (this.inline && (this.isInMarkdown || this.isInHeading)) {
      this.inline.push(token);
    } else {
      this.flush();
      this.tokens.push(token);
    }
  }

  /** Adds a link to what an element embeds. */
  addEmbed(src: string, title: string | undefined): void {
    const href = cleanUrl(src.replace(/^\s*\/\//, "https://"), this.parser);
    if (href === undefined || !/^https?:\/\//i.test(href)) return;
    const isAlone = !this.isInMarkdown && !this.inline?.length && !this.top()?.isInline && this.top()?.tag !== "p";
    if (isAlone && this.startBlock(false)) this.push("p", []);
    this.startText();
    const inline = this.inlineTokens();
    const link = new this.Token("link_open", "a", 1);
    link.attrs = [["href", href]];
    const text = new this.Token("text", "", 0);
    text.content = title?.trim() || href;
    text.meta = { isEmbed: true };
    if (text.content === href) link.info = "auto";
    inline.push(link, text, new this.Token("link_close", "a", -1));
    if (isAlone) this.close("p");
  }

  /** Adds a start tag. */
  open(tag: string, written: ReadonlyMap<string, string>): void {
    if (!isAllowedTag(tag) || !this.makeRoom(tag)) return;
    const attributes = cleanAttributes(tag, written, this.parser);
    if (tag === "img") this.addImage(attributes);
    else if (VOID.has(tag)) this.addVoid(tag, attributes);
    // A link without attributes: its URL is not allowed.
    else if (tag !== "a" || attributes.length > 0) this.push(tag, attributes);
  }

  /** Adds an end tag. @returns whether it closed an element */
  close(tag: string): boolean {
    const isMatch = HEADINGS.has(tag) ? (open: string) => HEADINGS.has(open) : (open: string) => open === tag;
    const isInTable = ROW_PARENTS.has(tag) || CELLS.has(tag);
    for (let at = this.frames.length - 1; at >= 0; at--) {
      const frame = this.frames[at] as Frame;
      if (frame.isMarkdown) return false;
      if (isMatch(frame.name)) {
        this.closeAbove(at - 1);
        return true;
      }
      if (PHRASING.has(tag) && !frame.isInline) return false;
      if (!isInTable && CELLS.has(frame.tag)) return false;
    }
    return false;
  }

  /** Ends the text. @returns its tokens */
  end(): Token[] {
    this.closeAbove(-1);
    this.flush();
    return this.tokens;
  }

  private top = (): Frame | undefined => this.frames.at(-1);

  /** The innermost element that is a block. */
  private block = (): Frame | undefined => this.frames.findLast(({ isInline }) => !isInline);

  /** Whether only rows, cells and the like may stand here. */
  private get isInRow(): boolean {
    const top = this.top();
    return top !== undefined && !top.isMarkdown && ROW_PARENTS.has(top.tag);
  }

  /** Closes what the tag closes by itself, and opens what it needs. @returns whether it may stand here */
  private makeRoom(tag: string): boolean {
    const rule = PARENTS[tag];
    if (rule) {
      if (CELLS.has(tag) || ROW_PARENTS.has(tag)) return this.makeRoomInTable(tag, rule.parents);
      const at = this.frames.findLastIndex(
        ({ isInline, isMarkdown, tag }) => isMarkdown || !(isInline || rule.closes.has(tag)) || rule.parents.has(tag),
      );
      const parent = this.frames[at];
      if (!parent || parent.isMarkdown || !rule.parents.has(parent.tag)) return false;
      this.closeAbove(at);
      return true;
    }
    if (PHRASING.has(tag)) {
      this.startText();
      return true;
    }
    return this.startBlock(false);
  }

  private makeRoomInTable(tag: string, parents: ReadonlySet<string>): boolean {
    const at = this.frames.findLastIndex((frame) => frame.isMarkdown || parents.has(frame.tag));
    const parent = this.frames[at];
    if (!parent || parent.isMarkdown) return false;
    this.closeAbove(at);
    if ((tag === "td" || tag === "th") && parent.tag !== "tr") this.push("tr", []);
    return true;
  }

  /** Makes room for text: what stands in a table but in no cell gets one. */
  private startText(): void {
    if (!this.isInRow) return;
    if (this.top()?.tag !== "tr") this.push("tr", []);
    this.push("td", []);
  }

  /** Makes room for a block. @returns whether it may stand here */
  private startBlock(isMarkdown: boolean): boolean {
    this.startText();
    for (let at = this.frames.length - 1; at >= 0; at--) {
      const frame = this.frames[at] as Frame;
      const isHeading = HEADINGS.has(frame.tag);
      // What is written in Markdown within `<p align="center">` stays in it.
      if (frame.tag === "p" && (frame.isMarkdown || isMarkdown)) {
        frame.tag = "div";
        frame.open.tag = "div";
        return true;
      }
      if (frame.tag === "p" || isHeading) {
        if (this.frames.slice(at).some((inner) => inner.isMarkdown)) return false;
        this.closeAbove(at - 1);
      }
      if (frame.tag === "p" || !(isHeading || frame.isInline)) return true;
    }
    return true;
  }

  private pushMarkdown(open: Token, isInline: boolean): void {
    this.frames.push({ name: open.tag, tag: open.tag, isMarkdown: true, isInline, open });
  }

  private push(tag: string, attributes: [string, string][]): void {
    if (++this.htmlDepth > HTML_NESTING_MAX) throw tooDeep();
    if (tag === "tr") this.table.rows += 1;
    if (CELLS.has(tag)) this.table.cells += 1;
    requireTableSize(this.table);
    const open = new this.Token(OPEN_TYPES[tag] ?? "html_open", tag, 1);
    const own = OWN_ATTRIBUTES[tag];
    if (own || attributes.length > 0) open.attrs = own ? [...new Map([...attributes, ...own])] : attributes;
    if (HEADINGS.has(tag)) {
      open.type = "heading_open";
      this.placeHeading(open);
    }
    this.place(open, tag);
    // A heading is one text, even an empty one.
    if (HEADINGS.has(tag) && !this.isInMarkdown) this.inline = [];
    this.frames.push({ name: tag, tag, isMarkdown: false, isInline: PHRASING.has(tag), open });
  }

  /** Closes the HTML elements above the frame with this index. */
  private closeAbove(at: number): void {
    while (this.frames.length - 1 > at) {
      // Before the element ends: within `pre` the text keeps its white space.
      if (!this.top()?.isInline) this.flush();
      const frame = this.frames.pop() as Frame;
      if (frame.isMarkdown) throw new Error("a tag of HTML closes no element of Markdown");
      this.htmlDepth--;
      this.place(new this.Token(frame.open.type.replace(/open$/, "close"), frame.open.tag, -1), frame.tag);
    }
  }

  /** Adds a tag: in a Markdown text and among inline elements to it, otherwise as a block. */
  private place(token: Token, tag: string): void {
    if (this.isInMarkdown || PHRASING.has(tag)) {
      this.inlineTokens().push(token);
    } else {
      this.flush();
      this.tokens.push(token);
    }
  }

  private inlineTokens(): Token[] {
    this.inline ??= [];
    return this.inline;
  }

  /** Ends the text between blocks. */
  private flush(): void {
    if (!this.inline || this.isInMarkdown) return;
    const last = this.inline.at(-1);
    if (last?.type === "text" && !this.frames.some(({ tag }) => tag === "pre")) last.content = last.content.trimEnd();
    const token = new this.Token("inline", "", 0);
    token.children = withLevels(this.inline);
    this.inline = undefined;
    this.tokens.push(token);
  }

  private addVoid(tag: string, attributes: [string, string][]): void {
    const token = new this.Token(VOID_TYPES[tag] ?? "html_void", tag, 0);
    if (attributes.length > 0) token.attrs = attributes;
    this.place(token, tag);
  }

  private addImage(attributes: [string, string][]): void {
    const { Token } = this;
    const byName = new Map(attributes);
    const alt = new Token("text", "", 0);
    alt.content = byName.get("alt") ?? "";
    if (!byName.has("src")) {
      if (alt.content !== "") this.inlineTokens().push(alt);
      return;
    }
    const image = new Token("image", "img", 0);
    image.attrs = [...new Map([["src", ""], ["alt", ""], ...attributes])] as [string, string][];
    image.content = alt.content;
    image.children = [alt];
    this.inlineTokens().push(image);
  }

  /** Notes what surrounds a heading. */
  private placeHeading(heading: Token): void {
    const html = this.frames.filter(({ isMarkdown }) => !isMarkdown);
    if (html.some(({ tag }) => ASIDES.has(tag))) heading.level += 1;
    if (this.isInMarkdown || this.frames.some(({ isMarkdown }) => isMarkdown)) heading.level += 1;
    if (this.frames.some(({ tag }) => CONTROLS.has(tag))) heading.meta = { ...heading.meta, isUnlinked: true };
  }
}

/** Elements that the renderer has rules for. */
const OPEN_TYPES: Record<string, string> = { a: "link_open", table: "table_open" };
const VOID_TYPES: Record<string, string> = { br: "hardbreak", hr: "hr" };
/** The attributes that the same elements have in Markdown. */
const OWN_ATTRIBUTES: Record<string, [string, string][]> = { pre: BOX_ATTRIBUTES, code: [["dir", "ltr"]] };

/** Sets the levels, by which other rules find the end of a link. */
function withLevels(tokens: Token[]): Token[] {
  let level = 0;
  for (const token of tokens) {
    if (token.nesting === -1) level = Math.max(0, level - 1);
    token.level = level;
    if (token.nesting === 1) level += 1;
  }
  return tokens;
}
