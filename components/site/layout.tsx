import { useRouter } from "next/router";
import { type ReactNode, useEffect, useRef } from "react";
import { Footer } from "./footer.tsx";
import { NavBar } from "./nav-bar.tsx";

type Props = { children: ReactNode };

/** What is around every page. Next announces a new page's title; here the focus follows to its text. */
export function Layout({ children }: Props) {
  const router = useRouter();
  const main = useRef<HTMLElement>(null);
  const shown = useRef(router.asPath);

  useEffect(() => {
    function follow(url: string, { shallow }: { shallow: boolean }) {
      // A page that is only fetched anew stays where it is, and so does the focus.
      if (!shallow && url !== shown.current) main.current?.focus({ preventScroll: true });
      shown.current = url;
    }
    router.events.on("routeChangeComplete", follow);
    return () => router.events.off("routeChangeComplete", follow);
  }, [router]);

  useEffect(() => {
    // Next restores the place on a page only as long as its document lives. Loaded anew, it is the browser's to restore.
    function release() {
      window.history.scrollRestoration = "auto";
    }
    window.addEventListener("pagehide", release);
    return () => window.removeEventListener("pagehide", release);
  }, []);

  return (
    <div className="mx-auto flex min-h-dvh max-w-[52rem] flex-col px-5 wide:px-6">
      <a
        href="#main"
        className="fixed top-2 left-2 z-10 -translate-y-20 rounded-sm bg-accent px-4 py-2 text-on-accent focus:translate-y-0"
      >
        Skip to the text
      </a>{" "}
      <NavBar route={router.pathname} />
      <main id="main" ref={main} tabIndex={-1} className="grow pt-8 pb-20 wide:pt-12">
        {children}
      </main>
      <Footer route={router.pathname} />
    </div>
  );
}
