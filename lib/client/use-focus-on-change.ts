import { useEffect, useRef } from "react";

/** A ref of an element that takes the focus when `value` has changed and the button that was pressed is gone. */
export function useFocusOnChange(value: string | undefined) {
  const element = useRef<HTMLDivElement>(null);
  const last = useRef(value);
  useEffect(() => {
    if (last.current === value) return;
    last.current = value;
    if (document.activeElement === document.body) element.current?.focus();
  }, [value]);
  return element;
}
