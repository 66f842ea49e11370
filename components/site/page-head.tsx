import Head from "next/head";

type Props = {
  title: string;
  description?: string;
  /** The page's one address, where it can be reached by several. */
  canonical?: string;
  /** Kept out of search engines. */
  isPrivate?: boolean;
};

export function PageHead({ title, description, canonical, isPrivate }: Props) {
  return (
    <Head>
      <title>{`${title} · Octavo`}</title>
      {description && <meta key="description" name="description" content={description} />}
      {canonical && <link key="canonical" rel="canonical" href={canonical} />}
      {isPrivate && <meta key="robots" name="robots" content="noindex" />}
    </Head>
  );
}
