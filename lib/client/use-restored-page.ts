import { useEffect } from "react";
import type { SessionState } from "#lib/shared/accounts";
import { get } from "./request.ts";
import { SESSION_PATH, useAccount } from "./use-account.ts";

/**
 * For the layout. The browser's back/forward cache keeps a page as it was left. That of an account is hidden until the session
 * is known to be the same; a page of another viewer is reloaded.
 */
export function useRestoredPage(): void {
  const { session } = useAccount();
  const id = session?.account?.id;

  useEffect(() => {
    const root = document.documentElement;

    function leave({ persisted }: PageTransitionEvent) {
      // Next restores the scroll position only within a document; after a reload the browser has to.
      history.scrollRestoration = "auto";
      root.hidden = persisted && id !== undefined;
    }

    async function restore({ persisted }: PageTransitionEvent) {
      if (!persisted) return;
      history.scrollRestoration = "manual";
      const now = await get<SessionState>(SESSION_PATH).catch(() => null);
      if (now?.account?.id === id) root.hidden = false;
      else location.reload();
    }

    window.addEventListener("pagehide", leave);
    window.addEventListener("pageshow", restore);
    return () => {
      window.removeEventListener("pagehide", leave);
      window.removeEventListener("pageshow", restore);
    };
  }, [id]);
}
