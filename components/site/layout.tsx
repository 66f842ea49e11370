import { useRouter } from "next/router";
import { type ReactNode, useEffect, useRef } from "react";
import { useScriptsOnUse } from "#lib/client/use-scripts-on-use";
import * as labels from "#lib/shared/labels/frame";
import { Footer } from "./footer.tsx";
import { NavBar } from "./nav-bar.tsx";
import { useSite } from "./site-context.tsx";

type Props = { children: ReactNode };

/** The layout of every page. Next announces the title of a new page; the focus moves to its content here. */
export function Layout({ children }: Props) {
  const router = useRouter();
  const main = useRef<HTMLElement>(null);
  const currentUrl = useRef(router.asPath);
  useScriptsOnUse();

  useEffect(() => {
    function moveFocus(url: string, { shallow }: { shallow: boolean }) {
      // If only the data of the page is reloaded, the focus stays.
      if (!shallow && url !== currentUrl.current) main.current?.focus({ preventScroll: true });
      currentUrl.current = url;
    }
    router.events.on("routeChangeComplete", moveFocus);
    return () => router.events.off("routeChangeComplete", moveFocus);
  }, [router]);

  useEffect(() => {
    // Next restores the scroll position only within a document; after a reload the browser has to.
    function restoreByBrowser() {
      window.history.scrollRestoration = "auto";
    }
    window.addEventListener("pagehide", restoreByBrowser);
    return () => window.removeEventListener("pagehide", restoreByBrowser);
  }, []);

  return (
    <div {...useSite().frame} className="mx-auto flex min-h-dvh max-w-[52rem] flex-col px-5 wide:px-6">
      <a
        href="#main"
        className="fixed top-2 left-2 z-10 -translate-y-20 rounded-sm bg-accent px-4 py-2 text-on-accent focus:translate-y-0"
      >
        {labels.skipToText}
      </a>{" "}
      <NavBar at={router.asPath} />
      <main id="main" ref={main} tabIndex={-1} className="grow pt-8 pb-20 wide:pt-12">
        {children}
      </main>
      <Footer route={router.pathname} />
    </div>
  );
}
