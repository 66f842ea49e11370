import type { MarkdownIt, StateCore, StateInline, Token } from "markdown-it";
import { emailAround, urlEnd } from "./autolink-text.ts";

/** The characters that end a run of plain text in markdown-it's rule `text`: those with which other rules begin. */
const TEXT = /[^\n!#$%&*+\-:<=>@[\\\]^_`{}~]+/y;
const WWW = /www\./gi;
/** A link begins after white space, a delimiter or CJK text; not within a word. */
const WORD_BEFORE = /[A-Za-z\d/.@&=-]$/;
const SCHEME_BEFORE = /(?:^|[^A-Za-z])(https?)$/i;

/** Adds a link with `text`. @returns whether its URL is valid */
function pushLink(state: StateInline, url: string, text: string): boolean {
  const href = state.md.normalizeLink(url);
  if (!state.md.validateLink(href)) return false;
  const open = state.push("link_open", "a", 1);
  open.attrs = [["href", href]];
  open.markup = "linkify";
  open.info = "auto";
  state.push("text", "", 0).content = state.md.normalizeLinkText(text);
  const close = state.push("link_close", "a", -1);
  close.markup = "linkify";
  close.info = "auto";
  return true;
}

/** Links `www.example.org/path` at the current position. */
function wwwLink(state: StateInline, isSilent: boolean): boolean {
  if (state.linkLevel > 0 || WORD_BEFORE.test(state.src.charAt(state.pos - 1))) return false;
  const end = urlEnd(state.src, state.pos, false);
  if (end < 0 || end > state.posMax) return false;
  const text = state.src.slice(state.pos, end);
  if (!isSilent && !pushLink(state, `http://${text}`, text)) return false;
  state.pos = end;
  return true;
}

/** The last run of plain text that was left at a `www.`, so that a row of them is not read again for each. */
const runs = new WeakMap<StateInline, { start: number; end: number }>();

function runOf(state: StateInline): string {
  const { pos, src } = state;
  const run = runs.get(state);
  if (run && run.start <= pos && pos < run.end) return src.slice(pos, run.end);
  TEXT.lastIndex = pos;
  return TEXT.exec(src)?.[0] ?? "";
}

/** Plain text up to the next character that means something, or up to a `www.`. */
function text(state: StateInline, isSilent: boolean): boolean {
  const run = runOf(state);
  let length = Math.min(run.length, state.posMax - state.pos);
  if (length === 0) return false;
  WWW.lastIndex = 0;
  let www = WWW.exec(run)?.index ?? -1;
  if (www === 0) {
    if (wwwLink(state, isSilent)) return true;
    www = WWW.exec(run)?.index ?? -1;
  }
  if (www > 0 && www < length) {
    runs.set(state, { start: state.pos, end: state.pos + run.length });
    length = www;
  }
  if (!isSilent) state.pending += run.slice(0, length);
  state.pos += length;
  return true;
}

/** Links `http://…` and `https://…` at the colon; the scheme is pending text. */
function httpLink(state: StateInline, isSilent: boolean): boolean {
  const { linkLevel, pending, pos, src } = state;
  if (linkLevel > 0 || !src.startsWith("://", pos)) return false;
  const [, scheme = ""] = SCHEME_BEFORE.exec(src.slice(Math.max(0, pos - 6), pos)) ?? [];
  const end = scheme === "" ? -1 : urlEnd(src, pos + 3, true);
  if (end < 0 || end > state.posMax) return false;
  if (!isSilent) {
    if (!pending.endsWith(scheme)) return false;
    const url = src.slice(pos - scheme.length, end);
    state.pending = pending.slice(0, -scheme.length);
    if (!pushLink(state, url, url)) {
      state.pending = pending;
      return false;
    }
  }
  state.pos = end;
  return true;
}

/** A text split at the email addresses in it, which become links. */
function withEmails(token: Token, { Token }: StateCore): Token[] {
  const { content } = token;
  const tokens: Token[] = [];
  const add = (text: string) => {
    const part = new Token("text", "", 0);
    part.content = text;
    part.level = token.level;
    tokens.push(part);
  };
  let done = 0;
  for (let at = content.indexOf("@"); at >= 0; at = content.indexOf("@", at + 1)) {
    const email = emailAround(content, at);
    if (!email || email.start < done) continue;
    if (email.start > done) add(content.slice(done, email.start));
    const open = new Token("link_open", "a", 1);
    open.attrs = [["href", `mailto:${email.address}`]];
    open.info = "auto";
    tokens.push(open);
    add(content.slice(email.start, email.end));
    tokens.push(new Token("link_close", "a", -1));
    done = email.end;
  }
  if (done === 0) return [token];
  if (done < content.length) add(content.slice(done));
  return tokens;
}

function linkEmails(state: StateCore): void {
  for (const inline of state.tokens) {
    if (inline.type !== "inline" || !inline.content.includes("@")) continue;
    let depth = 0;
    inline.children = (inline.children ?? []).flatMap((token) => {
      if (token.type === "link_open") depth += 1;
      if (token.type === "link_close") depth -= 1;
      const mayLink = token.type === "text" && depth === 0 && token.content.includes("@");
      return mayLink ? withEmails(token, state) : [token];
    });
  }
}

/** Links bare `http(s)://` and `www.` URLs and email addresses (GFM 6.9). */
export function autolinks(parser: MarkdownIt): void {
  parser.inline.ruler.at("text", text);
  parser.inline.ruler.at("linkify", httpLink);
  parser.core.ruler.push("link_emails", linkEmails);
}
