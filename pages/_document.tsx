import { type DocumentProps, Html, Main, NextScript } from "next/document";
import { DocumentHead } from "#components/site/document-head";
import { directionOf } from "#lib/shared/direction";
import { FEEDS } from "#lib/shared/feeds";
import { DEFAULT_SITE, type Site } from "#lib/shared/site";

/** The props of `App`; pages rendered without a request have no site, or in their own props. */
type PageData = { site?: Site; pageProps?: { site?: Site } };

export default function Document({ __NEXT_DATA__ }: DocumentProps) {
  const { site, pageProps } = __NEXT_DATA__.props as PageData;
  const { language, origin, title }: Site = site ?? pageProps?.site ?? DEFAULT_SITE;
  return (
    <Html lang={language} dir={directionOf(language) === "rtl" ? "rtl" : undefined}>
      <DocumentHead>
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href="/favicon.ico" sizes="32x32" />
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        <link rel="apple-touch-icon" href="/apple-touch-icon.png" />
        <link rel="manifest" href="/manifest.webmanifest" />
        {Object.values(FEEDS).map(({ name, path, type }) => (
          <link key={path} rel="alternate" type={type} href={path} title={`${title} (${name})`} />
        ))}
        <meta property="og:site_name" content={title} />
        {origin && <meta property="og:image" content={`${origin}/og.png`} />}
        <meta name="twitter:card" content="summary" />
        {/* Neither async nor deferred: it must run before the first paint. */}
        <script src="/theme.js" />
      </DocumentHead>
      <body>
        <Main />
        <NextScript />
      </body>
    </Html>
  );
}
