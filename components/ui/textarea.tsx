import { type ComponentProps, useEffect, useId, useState } from "react";

/**
 * Marks the textarea that the server rendered as edited, with the text that it has: from then on its default value does not change its text.
 * @returns false where there is none: on the server, and on a page that was navigated to
 */
function keepText(id: string): boolean {
  if (typeof document === "undefined") return false;
  const element = document.getElementById(id);
  if (!(element instanceof HTMLTextAreaElement)) return false;
  const { value } = element;
  element.value = value;
  return true;
}

/** An uncontrolled textarea. Hydrating one with a default value makes React reset its text, and with it what was typed before. */
export function Textarea({ id, defaultValue, ...rest }: ComponentProps<"textarea">) {
  const ownId = useId();
  const [isHydrating, setHydrating] = useState(() => keepText(id ?? ownId));
  useEffect(() => setHydrating(false), []);
  return <textarea {...rest} id={id ?? ownId} defaultValue={isHydrating ? undefined : defaultValue} />;
}
