import type { MarkdownIt, StateCore, StateInline, Token } from "markdown-it";
import plugin from "markdown-it-footnote";
import { LABEL_MAX } from "./limits.ts";

/** A footnote that the text calls: in the order of the first calls, with the number of all of them. */
type Footnote = { label: string; count: number };

/** What markdown-it-footnote notes in `env`: the index in `list` of each label that is defined, or -1 before its first call. */
type Env = { footnotes?: { refs?: Record<string, number>; list?: Footnote[] } };

const CALL = new RegExp(`\\[\\^([^ \\n\\]]{1,${LABEL_MAX}})\\]`, "y");

/** A call such as `[^1]`. The plugin's own rule looks for the end of every `[^` up to the end of the line. */
function footnoteRef(state: StateInline, isSilent: boolean): boolean {
  const { footnotes } = state.env as Env;
  if (!footnotes?.refs) return false;
  CALL.lastIndex = state.pos;
  const [all = "", label = ""] = CALL.exec(state.src) ?? [];
  const key = `:${label}`;
  const known = footnotes.refs[key];
  if (known === undefined || state.pos + all.length > state.posMax) return false;
  if (!isSilent) {
    footnotes.list ??= [];
    const id = known < 0 ? footnotes.list.push({ label, count: 0 }) - 1 : known;
    footnotes.refs[key] = id;
    const note = footnotes.list[id] as Footnote;
    state.push("footnote_ref", "", 0).meta = { id, subId: note.count, label };
    note.count += 1;
  }
  state.pos += all.length;
  return true;
}

/** Takes the definitions out of the tokens. @returns what each says, by label */
function takeDefinitions(state: StateCore): Map<string, Token[]> {
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

/** The footnotes that are called, at the end. The plugin's own rule copies all tokens for each footnote. */
function footnoteTail(state: StateCore): void {
  const { footnotes } = state.env as Env;
  if (!footnotes) return;
  const definitions = takeDefinitions(state);
  if (!footnotes.list) return;
  const { Token, tokens } = state;
  tokens.push(new Token("footnote_block_open", "", 1));
  for (const [id, { label, count }] of footnotes.list.entries()) {
    const open = new Token("footnote_open", "", 1);
    open.meta = { id, label };
    tokens.push(open);
    for (const token of definitions.get(label) ?? []) tokens.push(token);
    // The ways back stand in the last paragraph, where there is one.
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

/** Footnotes as markdown-it-footnote has them, in linear time. Those within the line, `^[so]`, are left out. */
export function footnotes(parser: MarkdownIt): void {
  parser.use(plugin);
  // They stand in each other: a long row of `^[` would take hours.
  parser.inline.ruler.disable("footnote_inline");
  parser.inline.ruler.at("footnote_ref", footnoteRef);
  parser.core.ruler.at("footnote_tail", footnoteTail);
}
