import type { MarkdownIt, StateCore, StateInline, Token } from "markdown-it";
import plugin from "markdown-it-footnote";
import { FOOTNOTES_MAX, LABEL_MAX, tooManyFootnotes } from "./limits.ts";

/** A footnote with the number of its references, in the order of the first; an inline footnote has its tokens. */
type Footnote = { label: string; count: number; inline?: Token };

/** The state of markdown-it-footnote in `env`: for each defined label its index in `list`, or -1 before the first reference. */
type Env = { footnotes?: { refs?: Record<string, number>; list?: Footnote[] }; isInNote?: boolean };

const REFERENCE = new RegExp(`\\[\\^([^ \\n\\]]{1,${LABEL_MAX}})\\]`, "y");

/** Parses a reference such as `[^1]`. Replaces the plugin's rule, which scans to the end of the line for every `[^`. */
function footnoteRef(state: StateInline, isSilent: boolean): boolean {
  const { footnotes } = state.env as Env;
  if (!footnotes?.refs) return false;
  REFERENCE.lastIndex = state.pos;
  const [all = "", label = ""] = REFERENCE.exec(state.src) ?? [];
  const key = `:${label}`;
  const index = footnotes.refs[key];
  if (index === undefined || state.pos + all.length > state.posMax) return false;
  if (!isSilent) {
    footnotes.list ??= [];
    const id = index < 0 ? footnotes.list.push({ label, count: 0 }) - 1 : index;
    footnotes.refs[key] = id;
    const note = footnotes.list[id] as Footnote;
    state.push("footnote_ref", "", 0).meta = { id, subId: note.count, label };
    note.count += 1;
  }
  state.pos += all.length;
  return true;
}

/** The ends of brackets, by the position of their start. */
function bracketEnds(src: string): Map<number, number> {
  const ends = new Map<number, number>();
  const open: number[] = [];
  for (const { 0: bracket, index } of src.matchAll(/\\[\s\S]|[[\]]/g)) {
    if (bracket === "[") open.push(index);
    const start = bracket === "]" ? open.pop() : undefined;
    if (start !== undefined) ends.set(start, index);
  }
  return ends;
}

const ends = new WeakMap<StateInline, Map<number, number>>();

/**
 * Parses an inline footnote, `^[text]`. Replaces the plugin's rule, which takes hours for a row of `^[`: brackets are matched
 * once for the whole paragraph, and a note has none within it, so that each character is parsed at most twice.
 */
function inlineFootnote(state: StateInline, isSilent: boolean): boolean {
  const env = state.env as Env;
  const { linkLevel, pos, posMax, src } = state;
  if (!src.startsWith("^[", pos) || linkLevel > 0 || env.isInNote) return false;
  const known = ends.get(state) ?? bracketEnds(src);
  ends.set(state, known);
  const end = known.get(pos + 1) ?? posMax;
  const content = src.slice(pos + 2, end).trim();
  if (end >= posMax || content === "") return false;
  if (!isSilent) {
    const inline = new state.Token("inline", "", 0);
    inline.content = content;
    inline.children = [];
    env.isInNote = true;
    state.md.inline.parse(content, state.md, env, inline.children);
    env.isInNote = false;
    env.footnotes ??= {};
    env.footnotes.list ??= [];
    const id = env.footnotes.list.push({ label: "", count: 1, inline }) - 1;
    if (id >= FOOTNOTES_MAX) throw tooManyFootnotes();
    state.push("footnote_ref", "", 0).meta = { id, subId: 0, label: "" };
  }
  state.pos = end + 1;
  return true;
}

/** The content of a footnote. */
function contentOf({ inline, label }: Footnote, definitions: Map<string, Token[]>, { Token }: StateCore): Token[] {
  if (!inline) return definitions.get(label) ?? [];
  return [new Token("paragraph_open", "p", 1), inline, new Token("paragraph_close", "p", -1)];
}

/** Removes the definitions from the tokens. @returns their tokens by label */
function extractDefinitions(state: StateCore): Map<string, Token[]> {
  const definitions = new Map<string, Token[]>();
  let label = "";
  let current: Token[] | undefined;
  state.tokens = state.tokens.filter((token) => {
    if (token.type === "footnote_reference_open") {
      current = [];
      label = String(token.meta?.label);
    } else if (token.type === "footnote_reference_close") {
      definitions.set(label, current ?? []);
      current = undefined;
    } else if (current) {
      current.push(token);
    } else {
      return true;
    }
    return false;
  });
  return definitions;
}

/** Appends the referenced footnotes. Replaces the plugin's rule, which copies all tokens for each footnote. */
function footnoteTail(state: StateCore): void {
  const { footnotes } = state.env as Env;
  if (!footnotes) return;
  const definitions = extractDefinitions(state);
  if (!footnotes.list) return;
  const { Token, tokens } = state;
  tokens.push(new Token("footnote_block_open", "", 1));
  for (const [id, note] of footnotes.list.entries()) {
    const { count, label } = note;
    const open = new Token("footnote_open", "", 1);
    open.meta = { id, label };
    tokens.push(open);
    for (const token of contentOf(note, definitions, state)) tokens.push(token);
    // Back links go into the last paragraph, if there is one.
    const end = tokens.at(-1)?.type === "paragraph_close" ? tokens.pop() : undefined;
    for (let subId = 0; subId < count; subId++) {
      const anchor = new Token("footnote_anchor", "", 0);
      anchor.meta = { id, subId, label };
      tokens.push(anchor);
    }
    if (end) tokens.push(end);
    tokens.push(new Token("footnote_close", "", -1));
  }
  tokens.push(new Token("footnote_block_close", "", -1));
}

/** Footnotes as in markdown-it-footnote, in linear time. */
export function footnotes(parser: MarkdownIt): void {
  parser.use(plugin);
  parser.inline.ruler.at("footnote_inline", inlineFootnote);
  parser.inline.ruler.at("footnote_ref", footnoteRef);
  parser.core.ruler.at("footnote_tail", footnoteTail);
}
