import type { AppProps } from "next/app";
import localFont from "next/font/local";
import { SWRConfig } from "swr";
import { Layout } from "#components/site/layout";
import { ApiError, api } from "#lib/client/api";
import "../styles/globals.css";

const newsreader = localFont({
  src: "../node_modules/@fontsource-variable/newsreader/files/newsreader-latin-opsz-normal.woff2",
  weight: "200 800",
  variable: "--font-newsreader",
  adjustFontFallback: "Times New Roman",
});

/** Letters beyond Western Europe: fetched by a page that has some. */
const newsreaderExt = localFont({
  src: "../node_modules/@fontsource-variable/newsreader/files/newsreader-latin-ext-opsz-normal.woff2",
  weight: "200 800",
  variable: "--font-newsreader-ext",
  adjustFontFallback: false,
  preload: false,
  declarations: [
    {
      prop: "unicode-range",
      value: "U+0100-0130, U+0132-0151, U+0154-02BA, U+02BD-02C5, U+02C7-02CC, U+02CE-02D7, U+1E00-1E9F, U+1EF2-1EFF",
    },
  ],
});

/** For what is emphasised: fetched by a page that has some. */
const newsreaderItalic = localFont({
  src: "../node_modules/@fontsource-variable/newsreader/files/newsreader-latin-opsz-italic.woff2",
  weight: "200 800",
  style: "italic",
  variable: "--font-newsreader-italic",
  adjustFontFallback: "Times New Roman",
  preload: false,
});

/** A refusal will not change by asking again; only a server that is away is asked again, a few times. */
const isWorthRetrying = (error: unknown) => !(error instanceof ApiError) || error.status === 0 || error.status >= 500;

export default function App({ Component, pageProps: { fallback = {}, ...pageProps } }: AppProps) {
  return (
    <SWRConfig value={{ fetcher: api.get, fallback, shouldRetryOnError: isWorthRetrying, errorRetryCount: 3 }}>
      <div className={`faces ${newsreader.variable} ${newsreaderExt.variable} ${newsreaderItalic.variable}`}>
        <Layout>
          <Component {...pageProps} />
        </Layout>
      </div>
    </SWRConfig>
  );
}
