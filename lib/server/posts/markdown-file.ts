import type { Post } from "#lib/shared/posts";

/** Characters that YAML allows only escaped, and line separators that JSON does not escape. */
const UNPRINTABLE = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;
const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** Serializes a value as YAML 1.2, of which printable JSON is a subset. */
export const yaml = (value: unknown) => JSON.stringify(value).replace(UNPRINTABLE, escaped);

/** A post as a Markdown file with YAML front matter. */
export function markdownFile({
  author,
  canonicalUrl,
  content,
  publishedAt,
  tags,
  title,
  updatedAt,
  url,
}: Post): string {
  const frontMatter = {
    title,
    ...(publishedAt !== null && { date: publishedAt }),
    updated: updatedAt,
    ...(author && { author: author.name }),
    ...(tags.length > 0 && { tags }),
    url,
    ...(canonicalUrl !== null && { canonical_url: canonicalUrl }),
  };
  const lines = Object.entries(frontMatter).map(([name, value]) => `${name}: ${yaml(value)}`);
  return ["---", ...lines, "---", "", content, ""].join("\n");
}
