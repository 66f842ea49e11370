import { type RefObject, useEffect } from "react";

type Ref = RefObject<HTMLElement | null>;

/** From this width the preview is beside the text (`--breakpoint-desk`). */
export const SIDE_BY_SIDE = "(width >= 72rem)";

/** Scrolls a text and its preview together where they are side by side, once the code for that is loaded. */
export function useScrollSync(text: Ref, preview: Ref): void {
  useEffect(() => {
    const query = window.matchMedia?.(SIDE_BY_SIDE);
    let end: (() => void) | undefined;
    let isClosed = false;
    async function start() {
      if (!query?.matches || end) return;
      const code = await import("./scroll-sync.ts").catch(() => undefined);
      if (code && !isClosed && !end && text.current && preview.current) {
        end = code.syncScroll(text.current, preview.current);
      }
    }
    void start();
    query?.addEventListener("change", start);
    return () => {
      isClosed = true;
      query?.removeEventListener("change", start);
      end?.();
    };
  }, [text, preview]);
}
