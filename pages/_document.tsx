import { LRUCache } from "lru-cache";
import { type DocumentProps, Html, Main } from "next/document";
import { DocumentData } from "#components/site/document-data";
import { DocumentHead } from "#components/site/document-head";
import { localeOf } from "#lib/shared/dates";
import { directionOf } from "#lib/shared/direction";
import { FEEDS } from "#lib/shared/feeds";
import { READER_PATH } from "#lib/shared/reader-path";
import { DEFAULT_SITE, type Site } from "#lib/shared/site";
import type { SocialImage } from "#lib/shared/social-image";

/**
 * The props of `App`. A preview of the site, and pages rendered without a request, have it in their own props. `language` is that of the text,
 * where it has its own; `socialImage` is that of a post.
 */
type PageData = {
  site?: Site;
  pageProps?: { site?: Site; language?: string | null; socialImage?: SocialImage | null };
};

/** A language with its most likely region, as Open Graph wants it: `pt_BR` for `pt`. */
function openGraphLocale(tag: string): string {
  const { language, region } = new Intl.Locale(localeOf(tag)).maximize();
  return region ? `${language}_${region}` : language;
}

/** What follows from the languages of the site and its posts; finding it takes longer than rendering the head. */
const languages = new LRUCache<string, { dir: "rtl" | undefined; locale: string }>({
  max: 100,
  memoMethod: (tag) => ({ dir: directionOf(tag) === "rtl" ? "rtl" : undefined, locale: openGraphLocale(tag) }),
});

export default function Document({ __NEXT_DATA__ }: DocumentProps) {
  const { site, pageProps } = __NEXT_DATA__.props as PageData;
  const shown: Site = pageProps?.site ?? site ?? DEFAULT_SITE;
  const { language, origin, title } = shown;
  const { accent, analytics, logo, relMe = [], verification = {} }: Site = shown;
  const image = pageProps?.socialImage ?? shown.socialImage;
  const icon = logo?.isIcon ? logo.src : undefined;
  return (
    <Html lang={language} dir={languages.memo(language).dir}>
      <DocumentHead>
        <meta name="color-scheme" content="light dark" />
        {icon ? (
          <link rel="icon" href={icon} type="image/webp" />
        ) : (
          <>
            <link rel="icon" href="/favicon.ico" sizes="32x32" />
            <link rel="icon" href="/icon.svg" type="image/svg+xml" />
            <link rel="apple-touch-icon" href="/apple-touch-icon.png" />
          </>
        )}
        {accent && <link rel="stylesheet" href={accent} />}
        <link rel="manifest" href="/manifest.webmanifest" />
        {Object.values(FEEDS).map(({ name, path, type }) => (
          <link key={path} rel="alternate" type={type} href={path} title={`${title} (${name})`} />
        ))}
        <meta property="og:site_name" content={title} />
        <meta property="og:locale" content={languages.memo(pageProps?.language ?? language).locale} />
        {origin && <meta property="og:image" content={`${origin}${image?.path ?? "/og.png"}`} />}
        {image && (
          <>
            <meta property="og:image:width" content={String(image.width)} />
            <meta property="og:image:height" content={String(image.height)} />
            <meta property="og:image:alt" content={image.alt} />
          </>
        )}
        <meta name="twitter:card" content={image ? "summary_large_image" : "summary"} />
        {relMe.map((href) => (
          <link key={href} rel="me" href={href} />
        ))}
        {Object.entries(verification).map(([name, content]) => (
          <meta key={name} name={name} content={content} />
        ))}
        {analytics && (
          <>
            <script src={analytics} async />
            <script src="/leave.js" async data-stay={READER_PATH.source} />
          </>
        )}
        {/* Neither async nor deferred: it must run before the first paint. */}
        <script src="/head.js" />
      </DocumentHead>
      <body>
        <Main />
        <DocumentData />
      </body>
    </Html>
  );
}
