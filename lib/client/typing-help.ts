// Loaded after the editor is hydrated, see `useTypingHelp`.
import { applyEdit, editText } from "./edit-textarea.ts";
import type { Edit, Selection } from "./markdown-edits.ts";
import { readRichText } from "./rich-text.ts";
import { breakLine, indentItems, insertMarkdown, isInFence, linkSelection } from "./typing-edits.ts";

const selectionOf = ({ selectionEnd, selectionStart, value }: HTMLTextAreaElement): Selection => ({
  text: value,
  start: selectionStart,
  end: selectionEnd,
});

/** Pastes rich text as Markdown; as plain text where it cannot be converted, or the code for that cannot be loaded. */
async function pasteRichText(field: HTMLTextAreaElement, rich: Document, plain: string): Promise<void> {
  const markdown = await import("./html-to-markdown.ts").then(({ toMarkdown }) => toMarkdown(rich)).catch(() => "");
  editText(field, (selection) => insertMarkdown(selection, markdown || plain));
}

/**
 * Helps with Markdown in a text field: Enter continues lists and quotations, Tab and Shift+Tab move list items, a URL pasted over a
 * selection makes a link, and rich text becomes Markdown. Everything else, and all that an input method composes, is the browser's.
 * @returns a function that ends it
 */
export function addTypingHelp(element: HTMLTextAreaElement): () => void {
  let isShifted = false;
  /** After Escape, Tab leaves the field. */
  let isLeaving = false;

  /** Applies an edit in place of what the browser would do. */
  function replace(event: Event, edit: Edit | undefined): void {
    if (!edit) return;
    event.preventDefault();
    applyEdit(element, edit);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const { altKey, ctrlKey, key, metaKey, shiftKey } = event;
    isShifted = shiftKey;
    if (key === "Tab" && !isLeaving && !altKey && !ctrlKey && !metaKey) {
      replace(event, indentItems(selectionOf(element), shiftKey ? "up" : "deeper"));
    }
    if (key !== "Shift") isLeaving = key === "Escape";
  }

  function onKeyUp({ shiftKey }: KeyboardEvent): void {
    isShifted = shiftKey;
  }

  // Not the key: keyboards on a screen and dictation break lines, too.
  function onBeforeInput(event: InputEvent): void {
    if (event.inputType !== "insertLineBreak" || event.isComposing || isShifted) return;
    replace(event, breakLine(selectionOf(element)));
  }

  function onPaste(event: ClipboardEvent): void {
    const { clipboardData } = event;
    // With Shift, browsers paste plain text.
    if (!clipboardData || isShifted) return;
    const plain = clipboardData.getData("text/plain").replaceAll("\r\n", "\n");
    const link = linkSelection(selectionOf(element), plain);
    replace(event, link);
    const rich = link ? undefined : readRichText(clipboardData);
    if (!rich || isInFence(element.value, element.selectionStart)) return;
    event.preventDefault();
    void pasteRichText(element, rich, plain);
  }

  const ended = new AbortController();
  const { signal } = ended;
  element.addEventListener("keydown", onKeyDown, { signal });
  element.addEventListener("keyup", onKeyUp, { signal });
  element.addEventListener("beforeinput", onBeforeInput, { signal });
  element.addEventListener("paste", onPaste, { signal });
  return () => ended.abort();
}
