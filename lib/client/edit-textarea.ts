import type { MarkdownEdit } from "./markdown-edits.ts";

/** Uses execCommand, although deprecated, because only it keeps the undo history; sets the text where it fails. */
function insertText(field: HTMLTextAreaElement, text: string): void {
  const isDone =
    typeof document.execCommand === "function" &&
    (text === "" ? document.execCommand("delete") : document.execCommand("insertText", false, text));
  if (isDone) return;
  field.setRangeText(text);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Applies an edit to the selection. The browser's undo reverts it. */
export function editText(field: HTMLTextAreaElement, edit: MarkdownEdit): void {
  const { selectionEnd, selectionStart, value } = field;
  const { end, insert, select, start } = edit({ text: value, start: selectionStart, end: selectionEnd });
  field.focus();
  if (value.slice(start, end) !== insert) {
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
