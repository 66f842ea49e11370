import { useRouter } from "next/router";
import { useEffect, useRef } from "react";

/**
 * Has the page's props fetched anew while they are outdated, once for each `version`: a server that has no newer ones is
 * not asked again and again. The reader stays where they are.
 */
export function useRefresh(version: string, isOutdated: boolean): void {
  const router = useRouter();
  const asked = useRef("");
  useEffect(() => {
    if (!isOutdated || asked.current === version) return;
    asked.current = version;
    // An address with its hash would be taken for a jump within the page.
    const [address = ""] = router.asPath.split("#");
    void router.replace(address, undefined, { scroll: false });
  }, [router, version, isOutdated]);
}
