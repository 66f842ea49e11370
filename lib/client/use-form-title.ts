import { type RefObject, useEffect, useState } from "react";

/** The title in the editor's form as it is typed. */
export function useFormTitle(form: RefObject<HTMLFormElement | null>, initial: string): string {
  const [title, setTitle] = useState(initial);
  useEffect(() => {
    const field = form.current?.elements.namedItem("title");
    if (!(field instanceof HTMLTextAreaElement)) return;
    const update = () => setTitle(field.value);
    update();
    field.addEventListener("input", update);
    return () => field.removeEventListener("input", update);
  }, [form]);
  return title;
}
