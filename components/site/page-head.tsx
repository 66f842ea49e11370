import Head from "next/head";
import { useRouter } from "next/router";
import { useSite } from "./site-context.tsx";

type Props = {
  /** The front page has none but the site's name. */
  title?: string;
  description?: string;
  /** The page's one address, where it can be reached by several; its own without the query when left out. */
  canonical?: string;
  /** Kept out of search engines. */
  isPrivate?: boolean;
  /** Whether the page is there to show one text that somebody wrote. */
  isArticle?: boolean;
};

/** What a page says of itself to browsers, search engines, and sites that show a link to it. */
export function PageHead({ title, description, canonical, isPrivate, isArticle }: Props) {
  const site = useSite();
  const [path] = useRouter().asPath.split(/[?#]/);
  const address = canonical ?? (site.origin && `${site.origin}${path}`);
  return (
    <>
      <Head>
        <title>{title ? `${title} · ${site.title}` : site.title}</title>
        {description && <meta key="description" name="description" content={description} />}
        {isPrivate && <meta key="robots" name="robots" content="noindex" />}
      </Head>
      {!isPrivate && (
        <Head>
          {address && <link key="canonical" rel="canonical" href={address} />}
          {address && <meta key="og:url" property="og:url" content={address} />}
          <meta key="og:type" property="og:type" content={isArticle ? "article" : "website"} />
          <meta key="og:title" property="og:title" content={title ?? site.title} />
          {description && <meta key="og:description" property="og:description" content={description} />}
        </Head>
      )}
    </>
  );
}
