import { authorPagePath } from "./paths.ts";
import type { Post } from "./posts.ts";
import type { Site } from "./site.ts";

/** The fields of a post that its structured data uses. */
export type Article = Pick<
  Post,
  "id" | "title" | "excerpt" | "language" | "author" | "tags" | "publishedAt" | "updatedAt" | "url" | "canonicalUrl"
>;

/** Characters that could end the script element, or differ between JSON and JavaScript. */
const UNSAFE = /[<>&\u2028\u2029]/g;
const escapeUnicode = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** JSON that is safe inside a script element. */
export const escapeInScript = (json: string) => json.replace(UNSAFE, escapeUnicode);

const serialize = (data: object) => escapeInScript(JSON.stringify(data));

/** Serializes a post as a schema.org BlogPosting: JSON-LD that is safe inside a script element. */
export function blogPosting(
  { author, canonicalUrl, excerpt, language, publishedAt, tags, title, updatedAt, url: ownUrl }: Article,
  site: Pick<Site, "title" | "language" | "origin">,
  imagePath = "/og.png",
): string {
  const url = canonicalUrl ?? ownUrl;
  const publisher = { "@type": "Organization", name: site.title, ...(site.origin && { url: site.origin }) };
  const data = {
    "@context": "https://schema.org",
    "@type": "BlogPosting",
    headline: title,
    description: excerpt,
    url,
    mainEntityOfPage: url,
    inLanguage: language ?? site.language,
    ...(publishedAt && { datePublished: publishedAt }),
    dateModified: updatedAt,
    author: author
      ? { "@type": "Person", name: author.name, ...(site.origin && { url: site.origin + authorPagePath(author) }) }
      : publisher,
    publisher,
    ...(site.origin && { image: site.origin + imagePath }),
    ...(tags.length > 0 && { keywords: tags }),
  };
  return serialize(data);
}

/** What the structured data of an author uses; `image` is the URL of theirs. */
type Author = { name: string; url: string; description: string; image?: string | undefined; links: { url: string }[] };

/** Serializes an author as a schema.org ProfilePage: JSON-LD that is safe inside a script element. */
export function profilePage({ description, image, links, name, url }: Author): string {
  const person = {
    "@type": "Person",
    name,
    url,
    ...(description !== "" && { description }),
    ...(image && { image }),
    ...(links.length > 0 && { sameAs: links.map((link) => link.url) }),
  };
  return serialize({ "@context": "https://schema.org", "@type": "ProfilePage", url, mainEntity: person });
}
