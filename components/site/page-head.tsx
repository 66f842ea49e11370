import Head from "next/head";
import { useRouter } from "next/router";
import type { ReactNode } from "react";
import { useSite } from "./site-context.tsx";

type Props = {
  /** Omitted on the home page, whose title is the site's name. */
  title?: string;
  description?: string;
  /** The canonical URL; by default the page's own without the query. */
  canonical?: string;
  /** Excluded from search engines. */
  isPrivate?: boolean;
  /** Whether Open Graph describes it as an article. */
  isArticle?: boolean;
  /** More elements, in a fragment. */
  children?: ReactNode;
};

/**
 * The metadata of a page: title, description, canonical URL, robots, Open Graph. Next goes through all of it again for each `Head` of a
 * page.
 */
export function PageHead({ title, description, canonical, isPrivate, isArticle, children }: Props) {
  const site = useSite();
  const [path] = useRouter().asPath.split(/[?#]/);
  const url = canonical ?? (site.origin && `${site.origin}${path}`);
  return (
    <Head>
      <title>{title ? `${title} · ${site.title}` : site.title}</title>
      {description && <meta key="description" name="description" content={description} />}
      {isPrivate ? (
        <meta key="robots" name="robots" content="noindex" />
      ) : (
        <>
          {url && <link key="canonical" rel="canonical" href={url} />}
          {url && <meta key="og:url" property="og:url" content={url} />}
          <meta key="og:type" property="og:type" content={isArticle ? "article" : "website"} />
          <meta key="og:title" property="og:title" content={title ?? site.title} />
          {description && <meta key="og:description" property="og:description" content={description} />}
        </>
      )}
      {children}
    </Head>
  );
}
