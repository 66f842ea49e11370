import NextApp, { type AppContext, type AppInitialProps, type AppProps } from "next/app";
import localFont from "next/font/local";
import { useLayoutEffect, useState } from "react";
import { type Middleware, mutate, SWRConfig } from "swr";
import { Layout } from "#components/site/layout";
import { SiteProvider } from "#components/site/site-context";
import { ApiError, get } from "#lib/client/request";
import type { Site } from "#lib/shared/site";
import "../styles/globals.css";

const newsreader = localFont({
  src: "../node_modules/@fontsource-variable/newsreader/files/newsreader-latin-wght-normal.woff2",
  weight: "200 800",
  variable: "--font-newsreader",
  // Preloaded; if it is late all the same, the page keeps its fallback font and nothing moves.
  display: "optional",
  adjustFontFallback: "Times New Roman",
});

/** Letters beyond Western Europe, loaded by pages that contain some. */
const newsreaderExt = localFont({
  src: "../node_modules/@fontsource-variable/newsreader/files/newsreader-latin-ext-wght-normal.woff2",
  weight: "200 800",
  variable: "--font-newsreader-ext",
  display: "optional",
  adjustFontFallback: false,
  preload: false,
  declarations: [
    {
      prop: "unicode-range",
      value: "U+0100-0130, U+0132-0151, U+0154-02BA, U+02BD-02C5, U+02C7-02CC, U+02CE-02D7, U+1E00-1E9F, U+1EF2-1EFF",
    },
  ],
});

/** Italics, loaded by pages that contain some. */
const newsreaderItalic = localFont({
  src: "../node_modules/@fontsource-variable/newsreader/files/newsreader-latin-wght-italic.woff2",
  weight: "200 800",
  style: "italic",
  variable: "--font-newsreader-italic",
  adjustFontFallback: "Times New Roman",
  preload: false,
});

/** Retries only if the server failed or was not reached; a 4xx would not change. */
const shouldRetry = (error: unknown) => !(error instanceof ApiError) || error.status === 0 || error.status >= 500;

const NOTHING = {};

/** What the server has just rendered is not fetched again. */
const trustServer: Middleware = (useNext) => (key, fetcher, config) =>
  useNext(key, fetcher, { ...config, revalidateIfStale: !(String(key) in (config.fallback ?? NOTHING)) });

/** Caches what the server rendered, so that it replaces what the browser had, and that changes apply to it. */
function useServerData(fallback: Record<string, unknown>): void {
  useLayoutEffect(() => {
    for (const key in fallback) mutate(key, fallback[key], false);
  }, [fallback]);
}

type Props = AppProps & { site?: Site };

export default function App({ Component, pageProps: { fallback = NOTHING, ...pageProps }, ...props }: Props) {
  // The site in a page's own props is that of a preview, or of a page rendered without a request.
  const site: Site | undefined = pageProps.site ?? props.site;
  // A page that was navigated to has none; the page before it had one.
  const [lastSite, setLastSite] = useState(site);
  if (site && site !== lastSite) setLastSite(site);
  useServerData(fallback);
  const config = { fetcher: get, fallback, use: [trustServer], shouldRetryOnError: shouldRetry, errorRetryCount: 3 };
  return (
    <SWRConfig value={config}>
      <SiteProvider value={site ?? lastSite}>
        <div className={`faces ${newsreader.variable} ${newsreaderExt.variable} ${newsreaderItalic.variable}`}>
          <Layout>
            <Component {...pageProps} />
          </Layout>
        </div>
      </SiteProvider>
    </SWRConfig>
  );
}

/** The site’s settings are read per request, and not by the build. */
App.getInitialProps = async (context: AppContext): Promise<AppInitialProps & { site?: Site }> => {
  const props = await NextApp.getInitialProps(context);
  const { req } = context.ctx;
  // Not returned from earlier: only the branch that the browser never takes is left out of its build.
  if (typeof window === "undefined" && req?.headers.host) {
    const { frameOfPage } = await import("#lib/server/site/frame-of-page");
    return { ...props, site: await frameOfPage(context.ctx) };
  }
  return props;
};
