import { type RefObject, useEffect, useRef, useState } from "react";

/**
 * The properties of a `<details>` that opens when `isNeeded` becomes true. Its reader alone closes it: an error that is corrected must
 * not fold the field away.
 */
export function useOpenDetails(isNeeded: boolean): { ref: RefObject<HTMLDetailsElement | null>; open: boolean } {
  const ref = useRef<HTMLDetailsElement>(null);
  const [open] = useState(isNeeded);
  useEffect(() => {
    if (isNeeded && ref.current) ref.current.open = true;
  }, [isNeeded]);
  return { ref, open };
}
