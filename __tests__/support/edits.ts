import type { Edit, Selection } from "#lib/client/markdown-edits";

/**
 * Applies an edit to a text in which `|` marks the caret, or two of them the selection.
 * @returns the text after it, marked in the same way; undefined where there is nothing to edit
 */
export function edited(
  edit: (selection: Selection) => Edit | undefined,
  marked: string,
  mark = "|",
): string | undefined {
  const start = marked.indexOf(mark);
  const end = Math.max(start, marked.lastIndexOf(mark) - 1);
  const text = marked.replaceAll(mark, "");
  const made = edit({ text, start, end });
  if (!made) return undefined;
  const after = text.slice(0, made.start) + made.insert + text.slice(made.end);
  const [from, to] = [made.start + made.select[0], made.start + made.select[1]];
  return `${after.slice(0, from)}${mark}${after.slice(from, to)}${from === to ? "" : mark}${after.slice(to)}`;
}
