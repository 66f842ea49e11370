import { type RefObject, useEffect } from "react";

/**
 * Tells the style sheet how much of the layout viewport an on-screen keyboard covers (`--keyboard`), and how high the bar above it is
 * (`--bar`). Browsers that shrink the layout viewport instead (`interactive-widget`) report nothing covered.
 */
export function useKeyboardInset(bar: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const { documentElement: root } = document;
    const { visualViewport: viewport } = window;
    const element = bar.current;
    const measure = () => {
      // Zoomed in, the visual viewport is smaller without a keyboard.
      const isZoomed = !viewport || viewport.scale > 1.05;
      const covered = isZoomed ? 0 : root.clientHeight - viewport.height - viewport.offsetTop;
      root.style.setProperty("--keyboard", `${Math.max(0, Math.round(covered))}px`);
    };
    const resizes =
      typeof ResizeObserver === "undefined" || !element
        ? undefined
        : new ResizeObserver(() => root.style.setProperty("--bar", `${element.offsetHeight}px`));
    if (element) resizes?.observe(element);
    measure();
    viewport?.addEventListener("resize", measure);
    viewport?.addEventListener("scroll", measure);
    return () => {
      resizes?.disconnect();
      viewport?.removeEventListener("resize", measure);
      viewport?.removeEventListener("scroll", measure);
      root.style.removeProperty("--keyboard");
      root.style.removeProperty("--bar");
    };
  }, [bar]);
}
