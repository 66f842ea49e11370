import Head from "next/head";
import { PageHead } from "#components/site/page-head";
import { useSite } from "#components/site/site-context";
import { type AuthorPageData, authorFeedPath } from "#lib/shared/author-page";
import { FEEDS } from "#lib/shared/feeds";
import { authorPagePath } from "#lib/shared/paths";

type Props = Pick<AuthorPageData, "author" | "description" | "structuredData">;

/** The metadata of an author's page, with its feeds and JSON-LD. */
export function AuthorHead({ author, description, structuredData }: Props) {
  const { origin = "" } = useSite();
  return (
    <>
      <PageHead title={author.name} description={description} canonical={origin + authorPagePath(author)} />
      <Head>
        <meta key="og:type" property="og:type" content="profile" />
        {Object.values(FEEDS).map(({ name, path, type }) => (
          <link
            key={`author-${path}`}
            rel="alternate"
            type={type}
            href={authorFeedPath(path, author)}
            title={`${author.name} (${name})`}
          />
        ))}
        {/* Data; the browser does not run it. */}
        <script key="json-ld" type="application/ld+json" dangerouslySetInnerHTML={{ __html: structuredData }} />
      </Head>
    </>
  );
}
