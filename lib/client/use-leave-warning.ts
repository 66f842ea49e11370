import { useRouter } from "next/router";
import { useEffect, useRef } from "react";

const QUESTION = "Your text is not saved. Leave anyway?";

/** The link that a click follows within this window, to another page. */
function linkOf({ altKey, button, ctrlKey, metaKey, shiftKey, target }: MouseEvent): HTMLAnchorElement | null {
  if (button !== 0 || altKey || ctrlKey || metaKey || shiftKey || !(target instanceof Element)) return null;
  const link = target.closest<HTMLAnchorElement>("a[href]");
  if (!link || (link.target && link.target !== "_self") || link.hasAttribute("download")) return null;
  return link.href.split("#")[0] === location.href.split("#")[0] ? null : link;
}

/**
 * Asks before a text that is not saved is left: by a link, by Back and Forward, and by whatever closes or reloads the page.
 * @param isUnsaved asked at that moment
 */
export function useLeaveWarning(isUnsaved: () => boolean): void {
  const router = useRouter();
  const ask = useRef(isUnsaved);
  useEffect(() => {
    ask.current = isUnsaved;
  });

  useEffect(() => {
    const here = { state: history.state, address: location.href };
    let isLeaving = false;
    const mayLeave = () => {
      // Asked once: where Next cannot go by itself, the browser leaves the page for it.
      if (!isLeaving && ask.current()) isLeaving = window.confirm(QUESTION);
      return isLeaving || !ask.current();
    };

    function onUnload(event: BeforeUnloadEvent) {
      if (!isLeaving && ask.current()) event.preventDefault();
    }
    // Next can be stopped on its way to another page only by an exception; here it has not begun.
    function onClick(event: MouseEvent) {
      if (!linkOf(event) || mayLeave()) return;
      event.preventDefault();
      event.stopPropagation();
    }
    window.addEventListener("beforeunload", onUnload);
    document.addEventListener("click", onClick, true);
    // The browser has gone back already by then.
    router.beforePopState(() => {
      if (mayLeave()) return true;
      history.pushState(here.state, "", here.address);
      return false;
    });
    return () => {
      window.removeEventListener("beforeunload", onUnload);
      document.removeEventListener("click", onClick, true);
      router.beforePopState(() => true);
    };
  }, [router]);
}
