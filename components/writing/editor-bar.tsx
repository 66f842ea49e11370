import { type ReactNode, type RefObject, useEffect, useRef, useState } from "react";
import { Button } from "#components/ui/button";
import type { SaveStatus } from "#lib/client/save-status";
import { useKeyboardInset } from "#lib/client/use-keyboard-inset";
import { countWords, minutesFor } from "#lib/shared/reading-time";
import { SaveStatusText } from "./save-status-text.tsx";

type Props = {
  status: SaveStatus;
  form: RefObject<HTMLFormElement | null>;
  isPreviewing: boolean;
  onPreview: (isPreviewing: boolean) => void;
  /** Undefined where the text is published already. */
  onSaveDraft: (() => void) | undefined;
  /** The panel to publish. */
  children: ReactNode;
};

/** The words are counted after a pause of this length, in milliseconds. */
const COUNT_DELAY_MS = 500;
/** So much is counted at once, in UTF-16 units, so that a long text does not hold up the next key. */
const COUNT_SLICE = 20_000;

type Count = ReturnType<typeof countWords>;

/** Counts the words of a text slice by slice, a short one at once. @returns a function that cancels it */
function countInSlices(text: string, onCounted: (count: Count) => void): () => void {
  const total = { words: 0, characters: 0 };
  let [start, timer] = [0, 0];
  function next(): void {
    const space = text.slice(start + COUNT_SLICE).search(/\s/);
    const end = space < 0 ? text.length : start + COUNT_SLICE + space;
    const { characters, words } = countWords(text.slice(start, end));
    total.words += words;
    total.characters += characters;
    start = end;
    if (start < text.length) timer = window.setTimeout(next);
    else onCounted(total);
  }
  next();
  return () => window.clearTimeout(timer);
}

/** The words of the form's content, counted while the writer pauses. */
function useWordCount(form: RefObject<HTMLFormElement | null>): Count {
  const [count, setCount] = useState<Count>({ words: 0, characters: 0 });
  useEffect(() => {
    const element = form.current;
    const content = element?.elements.namedItem("content");
    if (!element || !(content instanceof HTMLTextAreaElement)) return;
    let timer = 0;
    let cancel = countInSlices(content.value, setCount);
    const later = () => {
      window.clearTimeout(timer);
      cancel();
      timer = window.setTimeout(() => {
        cancel = countInSlices(content.value, setCount);
      }, COUNT_DELAY_MS);
    };
    element.addEventListener("input", later);
    return () => {
      window.clearTimeout(timer);
      cancel();
      element.removeEventListener("input", later);
    };
  }, [form]);
  return count;
}

/** The bar of the editor, which stays in view: save status, words, preview, save and publish. On a phone it is above the keyboard. */
export function EditorBar({ status, form, isPreviewing, onPreview, onSaveDraft, children }: Props) {
  const bar = useRef<HTMLDivElement>(null);
  useKeyboardInset(bar);
  const count = useWordCount(form);
  const words = count.words + count.characters;
  return (
    <div
      ref={bar}
      data-bar
      className="z-10 flex flex-wrap items-center gap-x-2 gap-y-1 bg-paper py-2 wide:sticky wide:top-0 wide:-mx-2 wide:mb-6 wide:gap-x-5 wide:border-b wide:border-rule wide:px-2 narrow:editor-bar"
    >
      <div className="mr-auto flex flex-wrap items-baseline gap-x-4 text-note text-ink-soft narrow:w-full">
        <SaveStatusText status={status} />{" "}
        <span className="no-script:hidden">
          {words.toLocaleString("en")} {words === 1 ? "word" : "words"}, {minutesFor(count)} min
        </span>
      </div>
      <button
        type="button"
        aria-pressed={isPreviewing}
        onClick={() => onPreview(!isPreviewing)}
        className="link min-h-11 narrow:mr-auto wide:px-2 desk:hidden no-script:hidden"
      >
        {isPreviewing ? "Write" : "Preview"}
      </button>
      <noscript>
        <button type="submit" name="form" value="preview" className="link min-h-11 px-2">
          Preview
        </button>
      </noscript>
      {onSaveDraft && (
        <Button variant="quiet" onClick={onSaveDraft} className="no-script:hidden">
          Save draft
        </Button>
      )}
      {children}
    </div>
  );
}
