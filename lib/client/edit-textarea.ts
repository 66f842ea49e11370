import type { MarkdownEdit } from "./markdown-edits.ts";

/** Only what goes through this old command can be undone by the browser; where there is none, the text is set. */
function insertText(field: HTMLTextAreaElement, text: string): void {
  const isDone =
    typeof document.execCommand === "function" &&
    (text === "" ? document.execCommand("delete") : document.execCommand("insertText", false, text));
  if (isDone) return;
  field.setRangeText(text);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Makes a change where the cursor is. The browser's own undo takes it back. */
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
