import { useRouter } from "next/router";
import { useEffect, useRef } from "react";

/**
 * Reloads the page's props while they are outdated, once per `version`, so that a server without newer ones is not
 * requested repeatedly. The scroll position stays.
 */
export function useRefresh(version: string, isOutdated: boolean): void {
  const router = useRouter();
  const requested = useRef("");
  useEffect(() => {
    if (!isOutdated || requested.current === version) return;
    requested.current = version;
    // With its hash the URL would be treated as a jump within the page.
    const [path = ""] = router.asPath.split("#");
    void router.replace(path, undefined, { scroll: false });
  }, [router, version, isOutdated]);
}
