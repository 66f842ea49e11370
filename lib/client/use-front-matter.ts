import { type ClipboardEvent, type RefObject, useEffect, useRef, useState } from "react";
import { fillIn, mayHaveFrontMatter, type Offered, offeredFields, toValues } from "./front-matter-fields.ts";

type Phase =
  | { name: "none" }
  | { name: "offered"; offered: Offered[] }
  | { name: "used"; offered: Offered[]; before: ReturnType<typeof fillIn> };

const isUndo = ({ altKey, ctrlKey, key, metaKey, shiftKey }: KeyboardEvent) =>
  key.toLowerCase() === "z" && (ctrlKey || metaKey) && !altKey && !shiftKey;

/**
 * Offers the front matter of a text that is pasted into the empty content field for the other fields.
 * @param timeZone that of the date in the form
 */
export function useFrontMatter(content: RefObject<HTMLTextAreaElement | null>, timeZone: string) {
  const [phase, setPhase] = useState<Phase>({ name: "none" });
  /** Tells what is filled in from what is typed. */
  const isFilling = useRef(false);

  function fill(form: HTMLFormElement, values: Parameters<typeof fillIn>[1]) {
    isFilling.current = true;
    const before = fillIn(form, values);
    isFilling.current = false;
    return before;
  }

  /** Offers that of a text which the field is about to get. */
  async function offer(text: string): Promise<void> {
    const form = content.current?.form;
    if (!form || content.current?.value.trim() !== "" || !mayHaveFrontMatter(text)) return;
    const { readFrontMatter } = await import("./read-front-matter.ts");
    const offered = offeredFields(readFrontMatter(text, timeZone), form, timeZone, Date.now());
    if (offered.length > 0) setPhase({ name: "offered", offered });
  }

  const onPaste = ({ clipboardData }: ClipboardEvent<HTMLTextAreaElement>) =>
    offer(clipboardData.getData("text/plain").replaceAll("\r\n", "\n"));

  function use() {
    const form = content.current?.form;
    if (phase.name !== "offered" || !form) return;
    setPhase({ ...phase, name: "used", before: fill(form, toValues(phase.offered)) });
  }

  function undo() {
    const form = content.current?.form;
    if (phase.name !== "used" || !form) return;
    fill(form, phase.before);
    setPhase({ name: "offered", offered: phase.offered });
  }

  function dismiss() {
    setPhase({ name: "none" });
    content.current?.focus();
  }

  // The browser undoes one field at a time: until something else is typed, its shortcut undoes all of them.
  useEffect(() => {
    const form = content.current?.form;
    if (phase.name === "none" || !form) return;
    const onKeyDown = (event: KeyboardEvent) => {
      if (phase.name !== "used" || !isUndo(event)) return;
      event.preventDefault();
      undo();
    };
    const end = () => setPhase({ name: "none" });
    const onInput = () => {
      if (!isFilling.current && (phase.name === "used" || content.current?.value.trim() === "")) end();
    };
    form.addEventListener("keydown", onKeyDown);
    form.addEventListener("input", onInput);
    form.addEventListener("reset", end);
    return () => {
      form.removeEventListener("keydown", onKeyDown);
      form.removeEventListener("input", onInput);
      form.removeEventListener("reset", end);
    };
  });

  return { phase, offer, onPaste, use, undo, dismiss };
}
