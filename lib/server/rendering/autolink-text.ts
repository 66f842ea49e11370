/** Letters of scripts that are written without spaces, or with particles directly after a word: they end a URL beside them. */
const WIDE = "\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\p{Script=Bopomofo}ー";
/** CJK and fullwidth punctuation, and closing quotation marks. */
const WIDE_MARKS =
  "\\u3000-\\u3004\\u3008-\\u3020\\u3030\\u303d\\uff01-\\uff0f\\uff1a-\\uff20\\uff3b-\\uff40\\uff5b-\\uff65”’»›";
/** Maximum length of a host name (RFC 1035, 2.3.4), in characters, and of the local part of an address (RFC 5321, 4.5.3.1.1). */
const HOST_MAX = 253;
const LOCAL_MAX = 64;
const MAILTO = "mailto:";

const HOST_CHARS = `(?:(?![${WIDE}])[\\p{L}\\p{M}\\p{N}_-])+`;
const WIDE_HOST_CHARS = "[\\p{L}\\p{M}\\p{N}_-]+";
/** Host names. A wide letter belongs to one only if its label begins with such a letter. */
const HOST = new RegExp(`(?:${HOST_CHARS}|${WIDE_HOST_CHARS})(?:\\.(?:${HOST_CHARS}|${WIDE_HOST_CHARS}))*`, "uy");
/** What follows a host name, up to white space, `<`, a bracket, or a wide letter directly after an ASCII letter or digit. */
const REST = new RegExp(`(?:(?!(?<=[A-Za-z\\d])[${WIDE}])[^\\s<[\\]${WIDE_MARKS}])*`, "uy");

const DOMAIN = /[A-Za-z\d_-]+(?:\.[A-Za-z\d_-]+)+/y;
const ENTITY = /&[A-Za-z]+;$/;
const TRAILING = new Set([...`?!.,:*_~'"`]);

/** Whether a host has two labels, unless it needs only one, and no underscore in the last two (GFM 6.9). */
function isHost(host: string, isShortAllowed: boolean): boolean {
  const labels = host.split(".");
  if (!/[\p{L}\p{N}]/u.test(labels[0] ?? "")) return false;
  return (labels.length > 1 || isShortAllowed) && !labels.slice(-2).some((label) => label.includes("_"));
}

/** The end of a URL whose host ends at `start`: where REST ends, or at a `]` that no `[` of the URL opened. */
function restEnd(text: string, start: number): number {
  let depth = 0;
  REST.lastIndex = start;
  for (;;) {
    REST.exec(text);
    const end = REST.lastIndex;
    if (text[end] === "[") depth += 1;
    else if (text[end] === "]" && depth > 0) depth -= 1;
    else return end;
    REST.lastIndex = end + 1;
  }
}

/** The length of a URL's text without trailing punctuation, unbalanced parentheses and entities (GFM 6.9). */
function trimmedLength(text: string): number {
  let end = text.length;
  let surplus = 0;
  for (const char of text) surplus += char === ")" ? 1 : char === "(" ? -1 : 0;
  for (;;) {
    const last = text[end - 1] ?? "";
    if (TRAILING.has(last)) end -= 1;
    else if (last === ")" && surplus > 0) {
      surplus -= 1;
      end -= 1;
    } else if (last === ";") {
      const [entity = ";"] = ENTITY.exec(text.slice(Math.max(0, end - HOST_MAX), end)) ?? [];
      end -= entity.length;
    } else return end;
  }
}

/**
 * The end of a bare URL in `text`, as GFM 6.9 has it; also directly beside CJK text.
 * @param start where its host begins
 * @param isShortAllowed whether the host may have one label, as `localhost`
 * @returns -1 if there is none
 */
export function urlEnd(text: string, start: number, isShortAllowed: boolean): number {
  HOST.lastIndex = 0;
  const [host = ""] = HOST.exec(text.slice(start, start + HOST_MAX + 1)) ?? [];
  if (host === "" || host.length > HOST_MAX || !isHost(host, isShortAllowed)) return -1;
  const length = trimmedLength(text.slice(start, restEnd(text, start + host.length)));
  return length < host.length ? -1 : start + length;
}

const isLocal = (char: string | undefined) => char !== undefined && /[A-Za-z\d.+_-]/.test(char);

/** The email address in `text` around the `@` at `at`, with a `mailto:` before it. */
export function emailAround(text: string, at: number): { start: number; end: number; address: string } | undefined {
  let start = at;
  while (at - start < LOCAL_MAX && isLocal(text[start - 1])) start -= 1;
  if (start === at || isLocal(text[start - 1])) return undefined;
  DOMAIN.lastIndex = 0;
  const [domain = ""] = DOMAIN.exec(text.slice(at + 1, at + 2 + HOST_MAX)) ?? [];
  if (domain === "" || domain.length > HOST_MAX || /[-_]$/.test(domain)) return undefined;
  const end = at + 1 + domain.length;
  const address = text.slice(start, end);
  const schemeStart = Math.max(0, start - MAILTO.length);
  const hasScheme = text.slice(schemeStart, start).toLowerCase() === MAILTO;
  return { start: hasScheme ? schemeStart : start, end, address };
}
