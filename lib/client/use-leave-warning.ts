import { useRouter } from "next/router";
import { useEffect, useRef } from "react";

const QUESTION = "Your text is not saved. Leave anyway?";

/** The link to another page that a click follows in this window. */
function linkOf({ altKey, button, ctrlKey, metaKey, shiftKey, target }: MouseEvent): HTMLAnchorElement | null {
  if (button !== 0 || altKey || ctrlKey || metaKey || shiftKey || !(target instanceof Element)) return null;
  const link = target.closest<HTMLAnchorElement>("a[href]");
  if (!link || (link.target && link.target !== "_self") || link.hasAttribute("download")) return null;
  return link.href.split("#")[0] === location.href.split("#")[0] ? null : link;
}

/**
 * Asks for confirmation before unsaved text is left by a link, by Back or Forward, or by closing or reloading the page.
 * @param isUnsaved called at that moment
 */
export function useLeaveWarning(isUnsaved: () => boolean): void {
  const router = useRouter();
  const hasUnsavedText = useRef(isUnsaved);
  useEffect(() => {
    hasUnsavedText.current = isUnsaved;
  });

  useEffect(() => {
    const here = { state: history.state, url: location.href };
    let isLeaving = false;
    const mayLeave = () => {
      // Asks once: if Next cannot navigate on the client, the browser loads the page.
      if (!isLeaving && hasUnsavedText.current()) isLeaving = window.confirm(QUESTION);
      return isLeaving || !hasUnsavedText.current();
    };

    function onUnload(event: BeforeUnloadEvent) {
      if (!isLeaving && hasUnsavedText.current()) event.preventDefault();
    }
    // A navigation of Next can only be stopped by an exception, so stop the click before it.
    function onClick(event: MouseEvent) {
      if (!linkOf(event) || mayLeave()) return;
      event.preventDefault();
      event.stopPropagation();
    }
    window.addEventListener("beforeunload", onUnload);
    document.addEventListener("click", onClick, true);
    // The browser has already changed the URL by then.
    router.beforePopState(() => {
      if (mayLeave()) return true;
      history.pushState(here.state, "", here.url);
      return false;
    });
    return () => {
      window.removeEventListener("beforeunload", onUnload);
      document.removeEventListener("click", onClick, true);
      router.beforePopState(() => true);
    };
  }, [router]);
}
