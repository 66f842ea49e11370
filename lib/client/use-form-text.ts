import { type RefObject, useEffect, useState } from "react";

/** The title or the cover in the editor's form, as it is typed. */
export function useFormText(form: RefObject<HTMLFormElement | null>, name: "title" | "cover", initial: string): string {
  const [text, setText] = useState(initial);
  useEffect(() => {
    const field = form.current?.elements.namedItem(name);
    if (!(field instanceof HTMLTextAreaElement)) return;
    const update = () => setText(field.value);
    update();
    field.addEventListener("input", update);
    return () => field.removeEventListener("input", update);
  }, [form, name]);
  return text;
}
