// Loaded where both are side by side, see `useScrollSync`.

/** Events of a reader who is about to scroll, or to type. */
const INTENTS = ["wheel", "touchstart", "pointerdown", "keydown"] as const;

const clamp = (share: number) => Math.min(1, Math.max(0, share));

/** How far a text that scrolls with the page has been scrolled, and how far it can be, in pixels. */
function scrolled(text: HTMLElement, margin: number): { top: number; range: number } {
  const { height, top } = text.getBoundingClientRect();
  return { top: margin - top, range: height - (window.innerHeight - margin) };
}

/**
 * Scrolls a text, which scrolls with the page, and its preview beside it, which scrolls by itself, to the same share of their
 * heights. Whichever the reader touched last leads: what the other one does then, by itself or by this, moves nothing.
 * @returns a function that ends it
 */
export function syncScroll(page: HTMLElement, pane: HTMLElement): () => void {
  let isPaneLeading = false;
  let frame = 0;

  function lead(event: Event): void {
    isPaneLeading = event.target instanceof Node && pane.contains(event.target);
  }

  function align(): void {
    frame = 0;
    const paneRange = pane.scrollHeight - pane.clientHeight;
    // The pane does not scroll where it is below the text.
    if (paneRange <= 0 || getComputedStyle(pane).position !== "sticky") return;
    const margin = Number.parseFloat(getComputedStyle(pane).top) || 0;
    const { range, top } = scrolled(page, margin);
    if (range <= 0) return;
    if (isPaneLeading) window.scrollBy(0, clamp(pane.scrollTop / paneRange) * range - top);
    else pane.scrollTop = clamp(top / range) * paneRange;
  }
  const later = () => {
    frame ||= requestAnimationFrame(align);
  };
  const onPageScroll = () => {
    if (!isPaneLeading) later();
  };
  const onPaneScroll = () => {
    if (isPaneLeading) later();
  };

  // Another preview has another height.
  const resizes = new ResizeObserver(onPageScroll);
  for (const child of pane.children) resizes.observe(child);
  for (const type of INTENTS) document.addEventListener(type, lead, { passive: true, capture: true });
  window.addEventListener("scroll", onPageScroll, { passive: true });
  pane.addEventListener("scroll", onPaneScroll, { passive: true });
  return () => {
    cancelAnimationFrame(frame);
    resizes.disconnect();
    for (const type of INTENTS) document.removeEventListener(type, lead, { capture: true });
    window.removeEventListener("scroll", onPageScroll);
    pane.removeEventListener("scroll", onPaneScroll);
  };
}
