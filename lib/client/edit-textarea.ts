import type { Edit, MarkdownEdit } from "./markdown-edits.ts";

/** Chromium inserts a text line by line, in quadratic time: 4,000 lines take a minute. Longer texts are inserted in another way. */
const LINES_MAX = 20;

/** Inserts a text of many lines as preformatted HTML, which Chromium takes as plain text in a text field. @returns whether it did */
function insertLines(field: HTMLTextAreaElement, text: string): boolean {
  const { selectionEnd, selectionStart, value } = field;
  const html = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  // The parser drops a line break that follows the start tag.
  if (!document.execCommand("insertHTML", false, `<pre>\n${html}</pre>`)) return false;
  if (field.value === value.slice(0, selectionStart) + text + value.slice(selectionEnd)) return true;
  document.execCommand("undo");
  return false;
}

/** Replaces the selection. Uses execCommand, although deprecated, because only it keeps the undo history; sets the text where it fails. */
export function insertText(field: HTMLTextAreaElement, text: string): void {
  // A field that is not shown cannot have the focus, and the command would edit another one.
  if (document.activeElement === field && typeof document.execCommand === "function") {
    if (text.split("\n", LINES_MAX + 1).length > LINES_MAX && insertLines(field, text)) return;
    if (text === "" ? document.execCommand("delete") : document.execCommand("insertText", false, text)) return;
  }
  field.setRangeText(text);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Applies an edit to the selection. The browser's undo reverts it. */
export function editText(field: HTMLTextAreaElement, edit: MarkdownEdit): void {
  const { selectionEnd, selectionStart, value } = field;
  applyEdit(field, edit({ text: value, start: selectionStart, end: selectionEnd }));
}

/** Applies an edit. The browser's undo reverts it. */
export function applyEdit(field: HTMLTextAreaElement, { end, insert, select, start }: Edit): void {
  field.focus();
  if (field.value.slice(start, end) !== insert) {
    field.setSelectionRange(start, end);
    insertText(field, insert);
  }
  field.setSelectionRange(start + select[0], start + select[1]);
}

/** Replaces the whole text and keeps the caret where it is. The browser's undo reverts it. */
export function replaceText(field: HTMLTextAreaElement, text: string): void {
  if (field.value === text) return;
  const { activeElement } = document;
  const { scrollTop, selectionEnd, selectionStart } = field;
  field.focus({ preventScroll: true });
  field.select();
  insertText(field, text);
  field.setSelectionRange(Math.min(selectionStart, text.length), Math.min(selectionEnd, text.length));
  field.scrollTop = scrollTop;
  if (activeElement === document.body) field.blur();
  else if (activeElement instanceof HTMLElement) activeElement.focus({ preventScroll: true });
}
