/** Control characters but tab and line feed, lone surrogates and noncharacters (Unicode, sections 23.1, 23.6 and 23.7). */
const FORBIDDEN = /[^\P{Cc}\t\n]|[\p{Cs}\p{Noncharacter_Code_Point}]/u;
const EVERY_FORBIDDEN = new RegExp(FORBIDDEN, "gu");

/** Converts CR LF and CR to LF. */
export const normalizeNewlines = (text: string) => text.replace(/\r\n?/g, "\n");

/** Removes forbidden characters from a text that an earlier version, which allowed them, has stored. */
export function cleanText(text: string): string {
  return FORBIDDEN.test(text) ? normalizeNewlines(text).replace(EVERY_FORBIDDEN, "") : text;
}

function kindOf(character: string): string {
  if (/\p{Cc}/u.test(character)) return "a control character";
  return /\p{Cs}/u.test(character) ? "a lone surrogate" : "a noncharacter";
}

/** The error for the first forbidden character; undefined without one. @param label the field, such as `Title` */
function forbiddenCharacterError(label: string, text: string): string | undefined {
  const [character] = FORBIDDEN.exec(text) ?? [];
  if (character === undefined) return undefined;
  const codePoint = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return `${label} must not contain U+${codePoint}, ${kindOf(character)}`;
}

/** Arguments of zod's `refine` that reject forbidden characters. Use before collapsing white space, which would hide some. */
export const withoutForbidden = (label: string, { abort = false } = {}) =>
  [
    (text: string) => !FORBIDDEN.test(text),
    { error: ({ input }: { input?: unknown }) => forbiddenCharacterError(label, String(input)), abort },
  ] as const;

/** Counts code points, as readers do. A string never has more code points than UTF-16 units. */
export const isAtMost = (max: number) => (text: string) => text.length <= max || [...text].length <= max;

/** A text with single spaces instead of line breaks and other white space. */
export const oneLine = (text: string): string => text.replace(/\s{2,}|[^\S ]/g, " ").trim();
