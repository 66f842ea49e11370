/** Control characters but tab and line feed, lone surrogates and noncharacters (Unicode, sections 23.1, 23.6 and 23.7). */
const FORBIDDEN = /(?![\t\n])[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/u;
const EVERY_FORBIDDEN = new RegExp(FORBIDDEN, "gu");

/** CR LF and CR as LF: browsers and editors send any of them for the same line end. */
export const normalizeNewlines = (text: string) => text.replace(/\r\n?/g, "\n");

/** A text stored by an earlier version as it may be shown: without the characters that no text may have today. */
export function cleanText(text: string): string {
  return FORBIDDEN.test(text) ? normalizeNewlines(text).replace(EVERY_FORBIDDEN, "") : text;
}

function kindOf(character: string): string {
  if (/\p{Cc}/u.test(character)) return "a control character";
  return /\p{Cs}/u.test(character) ? "a lone surrogate" : "a noncharacter";
}

/** Names the first character that no text may have; undefined where there is none. @param label the field, as `Title` */
function textFault(label: string, text: string): string | undefined {
  const [character] = FORBIDDEN.exec(text) ?? [];
  if (character === undefined) return undefined;
  const codePoint = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return `${label} must not contain U+${codePoint}, ${kindOf(character)}`;
}

/** The arguments of zod's `refine` that refuse such a character. Run before white space is collapsed, which would hide some. */
export const withoutForbidden = (label: string) =>
  [
    (text: string) => !FORBIDDEN.test(text),
    { error: ({ input }: { input?: unknown }) => textFault(label, String(input)) },
  ] as const;
