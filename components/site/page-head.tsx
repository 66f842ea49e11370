import Head from "next/head";

type Props = {
  /** The front page has none but the site's name. */
  title?: string;
  description?: string;
  /** The page's one address, where it can be reached by several. */
  canonical?: string;
  /** Kept out of search engines. */
  isPrivate?: boolean;
};

export function PageHead({ title, description, canonical, isPrivate }: Props) {
  return (
    <Head>
      <title>{title ? `${title} · Octavo` : "Octavo"}</title>
      {description && <meta key="description" name="description" content={description} />}
      {canonical && <link key="canonical" rel="canonical" href={canonical} />}
      {isPrivate && <meta key="robots" name="robots" content="noindex" />}
    </Head>
  );
}
