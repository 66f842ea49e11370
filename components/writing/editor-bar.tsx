import { type ReactNode, type RefObject, useEffect, useState } from "react";
import { Button } from "#components/ui/button";
import type { SaveStatus } from "#lib/client/save-status";
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

/** Words a minute, as for the reading time of a post. */
const READING_SPEED = 230;
/** The words are counted after a pause of this length, in milliseconds. */
const COUNT_DELAY_MS = 500;
/** A word, or a character of a script that is written without spaces. */
const WORD =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{N}][\p{L}\p{N}\p{M}’'-]*/gu;

/** The number of words in the form's content, counted while the writer pauses. */
function useWordCount(form: RefObject<HTMLFormElement | null>): number {
  const [count, setCount] = useState(0);
  useEffect(() => {
    const element = form.current;
    const content = element?.elements.namedItem("content");
    if (!element || !(content instanceof HTMLTextAreaElement)) return;
    let timer = 0;
    const update = () => setCount(content.value.match(WORD)?.length ?? 0);
    const later = () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(update, COUNT_DELAY_MS);
    };
    update();
    element.addEventListener("input", later);
    return () => {
      window.clearTimeout(timer);
      element.removeEventListener("input", later);
    };
  }, [form]);
  return count;
}

/** The bar of the editor, which stays in view: save status, words, preview, save and publish. */
export function EditorBar({ status, form, isPreviewing, onPreview, onSaveDraft, children }: Props) {
  const words = useWordCount(form);
  const minutes = Math.max(1, Math.round(words / READING_SPEED));
  return (
    <div className="sticky top-0 z-10 -mx-2 mb-6 flex flex-wrap items-center gap-x-5 gap-y-1 border-b border-rule bg-paper px-2 py-2">
      <div className="mr-auto flex flex-wrap items-baseline gap-x-4 text-note text-ink-soft">
        <SaveStatusText status={status} />{" "}
        <span className="no-script:hidden">
          {words.toLocaleString("en")} {words === 1 ? "word" : "words"}, {minutes} min
        </span>
      </div>
      <button
        type="button"
        aria-pressed={isPreviewing}
        onClick={() => onPreview(!isPreviewing)}
        className="link min-h-11 px-2 desk:hidden no-script:hidden"
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
