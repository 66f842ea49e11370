import type { Article } from "#lib/shared/json-ld";

/**
 * The additional head elements of a post, for `PageHead`: its Markdown, times, tags and JSON-LD.
 * @param structuredData JSON-LD that is safe inside a script element
 */
export const articleHead = ({ id, publishedAt, tags, updatedAt }: Article, structuredData: string) => (
  <>
    <link key="markdown" rel="alternate" type="text/markdown" href={`/blog/${id}.md`} />
    {publishedAt && <meta key="published" property="article:published_time" content={publishedAt} />}
    <meta key="modified" property="article:modified_time" content={updatedAt} />
    {tags.map((tag) => (
      <meta key={`tag-${tag}`} property="article:tag" content={tag} />
    ))}
    {/* Data; the browser does not run it. */}
    <script key="json-ld" type="application/ld+json" dangerouslySetInnerHTML={{ __html: structuredData }} />
  </>
);
