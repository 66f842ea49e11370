import { insertText } from "./edit-textarea.ts";
import type { Edit } from "./markdown-edits.ts";

/** Where a place of the text is after an edit of another one. */
function moved(at: number, { end, insert, start }: Edit): number {
  if (at <= start) return at;
  return at < end ? start + insert.length : at + insert.length - (end - start);
}

/** Scrolls what the edit has moved back to where it was: the browser shows the place of the edit, and the text after it has moved. */
function scrollBack(
  field: HTMLTextAreaElement,
  before: { top: number; y: number; height: number },
  isAbove: boolean,
): void {
  const grown = isAbove ? field.scrollHeight - before.height : 0;
  const isInner = field.scrollHeight > field.clientHeight;
  field.scrollTop = before.top + (isInner ? grown : 0);
  const y = before.y + (isInner ? 0 : grown);
  if (window.scrollY !== y) window.scrollTo({ top: y, behavior: "instant" });
}

/**
 * Applies an edit while the writer is somewhere else: focus, selection and what is in view stay where they are. The browser's undo
 * reverts it.
 */
export function applyEditAside(field: HTMLTextAreaElement, edit: Edit): void {
  const { activeElement } = document;
  const { scrollHeight, scrollTop, selectionDirection, selectionEnd, selectionStart } = field;
  const before = { top: scrollTop, y: window.scrollY, height: scrollHeight };
  field.focus({ preventScroll: true });
  field.setSelectionRange(edit.start, edit.end);
  insertText(field, edit.insert);
  field.setSelectionRange(moved(selectionStart, edit), moved(selectionEnd, edit), selectionDirection);
  if (activeElement === document.body) field.blur();
  else if (activeElement instanceof HTMLElement) activeElement.focus({ preventScroll: true });
  scrollBack(field, before, activeElement === field && edit.end <= selectionStart);
}

/**
 * Tells when the text may be edited without the writer noticing: not while an input method composes a word anywhere on the page, and not
 * while a pointer selects something.
 * @param onFree called when it may be again
 */
export function createEditGate(onFree: () => void) {
  let isComposing = false;
  let isPressed = false;
  const ended = new AbortController();
  const listen = (type: string, listener: () => void) =>
    document.addEventListener(type, listener, { capture: true, signal: ended.signal });
  // After what the browser does at the end of a composition or a click.
  const free = () => window.setTimeout(() => !ended.signal.aborted && onFree());
  listen("compositionstart", () => {
    isComposing = true;
  });
  listen("compositionend", () => {
    isComposing = false;
    free();
  });
  listen("pointerdown", () => {
    isPressed = true;
  });
  for (const type of ["pointerup", "pointercancel"]) {
    listen(type, () => {
      isPressed = false;
      free();
    });
  }
  return { isFree: () => !isComposing && !isPressed, stop: () => ended.abort() };
}
