import type { Post } from "#lib/shared/posts";

/** What YAML holds in no other form, and ends of lines that JSON lets stand. */
const UNPRINTABLE = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;
const escaped = (sign: string) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** A value as YAML has it: JSON is YAML, once it is printable. */
const yaml = (value: unknown) => JSON.stringify(value).replace(UNPRINTABLE, escaped);

/** A post as one file: its text as it was written, under a head of YAML (front matter) that says what else is known. */
export function markdownFile({ author, content, publishedAt, tags, title, updatedAt, url }: Post): string {
  const head = {
    title,
    ...(publishedAt !== null && { date: publishedAt }),
    updated: updatedAt,
    ...(author && { author: author.name }),
    ...(tags.length > 0 && { tags }),
    url,
  };
  const lines = Object.entries(head).map(([name, value]) => `${name}: ${yaml(value)}`);
  return ["---", ...lines, "---", "", content, ""].join("\n");
}
