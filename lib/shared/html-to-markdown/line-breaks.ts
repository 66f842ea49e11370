/** Stands for a line break until a block is complete. It is a noncharacter, which no text contains. */
export const BREAK = "\ufdd0";

/** Removes line breaks at the start and the end of a block, where they would show as backslashes. */
export const trimBreaks = (content: string) => content.replace(/^[\s\ufdd0]+|[\s\ufdd0]+$/g, "");

/** Writes line breaks as Markdown has them. */
export const writeBreaks = (content: string) => content.replace(/[ \t\n]*\ufdd0[ \t\n]*/g, "\\\n");

/** Puts marks around a text, but not around the white space and line breaks at its ends. */
export function mark(content: string, wrap: (inner: string) => string): string {
  const inner = trimBreaks(content);
  if (inner === "") return content;
  const start = content.indexOf(inner);
  return content.slice(0, start) + wrap(inner) + content.slice(start + inner.length);
}
