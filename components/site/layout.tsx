import { useRouter } from "next/router";
import { type ReactNode, useEffect, useRef } from "react";
import { useRestoredPage } from "#lib/client/use-restored-page";
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
  useRestoredPage();

  useEffect(() => {
    function moveFocus(url: string, { shallow }: { shallow: boolean }) {
      // If only the data of the page is reloaded, the focus stays.
      if (!shallow && url !== currentUrl.current) main.current?.focus({ preventScroll: true });
      currentUrl.current = url;
    }
    router.events.on("routeChangeComplete", moveFocus);
    return () => router.events.off("routeChangeComplete", moveFocus);
  }, [router]);

  return (
    <div {...useSite().frame} className="site">
      <a href="#main" className="skip-link">
        {labels.skipToText}
      </a>{" "}
      <NavBar at={router.asPath} />
      <main id="main" ref={main} tabIndex={-1} className="site-main">
        {children}
      </main>
      <Footer route={router.pathname} />
    </div>
  );
}
