import type { Post } from "./posts.ts";
import type { Site } from "./site.ts";

/** What search engines and other sites are told of a post. */
export type Article = Pick<Post, "id" | "title" | "excerpt" | "author" | "tags" | "publishedAt" | "updatedAt" | "url">;

/** What could end the script that the data stands in, or mean something to who reads it as JavaScript. */
const UNSAFE = /[<>&\u2028\u2029]/g;
const escaped = (sign: string) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** A post as schema.org's BlogPosting: JSON-LD that may stand in a script of type `application/ld+json`. */
export function blogPosting(
  { author, excerpt, publishedAt, tags, title, updatedAt, url }: Article,
  site: Site,
): string {
  const publisher = { "@type": "Organization", name: site.title, ...(site.origin && { url: site.origin }) };
  const data = {
    "@context": "https://schema.org",
    "@type": "BlogPosting",
    headline: title,
    description: excerpt,
    url,
    mainEntityOfPage: url,
    ...(publishedAt && { datePublished: publishedAt }),
    dateModified: updatedAt,
    author: author ? { "@type": "Person", name: author.name } : publisher,
    publisher,
    ...(site.origin && { image: `${site.origin}/og.png` }),
    ...(tags.length > 0 && { keywords: tags }),
  };
  return JSON.stringify(data).replace(UNSAFE, escaped);
}
