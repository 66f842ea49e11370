import { type DocumentProps, Html, Main, NextScript } from "next/document";
import { DocumentHead } from "#components/site/document-head";
import { FEEDS } from "#lib/shared/feeds";
import type { Site } from "#lib/shared/site";

/** The props of `App`; pages rendered by the build have no site. */
type PageData = { site?: Site };

export default function Document({ __NEXT_DATA__ }: DocumentProps) {
  const { title, origin }: Site = (__NEXT_DATA__.props as PageData).site ?? { title: "Octavo" };
  return (
    <Html lang="en">
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
        <meta property="og:locale" content="en_GB" />
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
