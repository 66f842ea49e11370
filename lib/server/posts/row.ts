import { hash } from "node:crypto";
import type { Selectable } from "kysely";
import type { PostsTable, RevisionsTable } from "#lib/server/db/tables";
import { LIST_FIELDS, mapTextFields, type PostText, type TextFieldName } from "#lib/shared/post-fields";
import type { LegacyPost, Post, Revision, RevisionSummary } from "#lib/shared/posts";
import { cleanText } from "#lib/shared/text";

export type PostRow = Selectable<PostsTable> & { author_name: string | null };

let lastFormatted = { milliseconds: Number.NaN, text: "" };

/** A time in RFC 3339. Memoizes the last one: the three times of a post that was never changed are the same. */
function formatTime(milliseconds: number): string {
  if (lastFormatted.milliseconds !== milliseconds)
    lastFormatted = { milliseconds, text: new Date(milliseconds).toISOString() };
  return lastFormatted.text;
}

export const parseTags = ({ tags }: Pick<PostRow, "tags">) => JSON.parse(tags) as string[];

/** Characters of the digest of an author's name: enough to tell it from the previous name. */
const NAME_DIGEST_LENGTH = 8;

/** The entity tag of a revision, for If-Match: it does not change with the author's name. */
export const revisionEtag = ({ id, version }: PostRow) => `"${id}-${version}"`;

/** The entity tag of a post: its version and, where it has an author, a digest of the author's present name. */
export function postEtag(post: PostRow): string {
  const { author_name, id, version } = post;
  if (author_name === null) return revisionEtag(post);
  return `"${id}-${version}-${hash("sha256", author_name, "base64url").slice(0, NAME_DIGEST_LENGTH)}"`;
}

/** The columns of a post's text: a list is stored as JSON. */
type TextRow = Record<TextFieldName, string>;

export const isList = (name: TextFieldName) => LIST_FIELDS.includes(name);

/** The text that a row of posts or revisions holds. */
export function rowText(row: TextRow): PostText {
  return mapTextFields((name) => (isList(name) ? JSON.parse(row[name]) : cleanText(row[name]))) as PostText;
}

/** The same as its author wrote it: without an excerpt that is generated from the content. */
export function authoredText(row: TextRow & { excerpt_own: number }): PostText {
  const text = rowText(row);
  return row.excerpt_own ? text : { ...text, excerpt: "" };
}

const dateOrNull = (milliseconds: number | null) => (milliseconds === null ? null : formatTime(milliseconds));

/** A row as the API returns it. @param origin the site's, such as `https://example.org` */
export function toPost(row: PostRow, origin: string): Post {
  const { title, content, excerpt, ...others } = rowText(row);
  return {
    id: String(row.id),
    title,
    content,
    excerpt,
    slug: row.slug,
    ...others,
    status: row.status,
    author: row.author_id === null ? null : { id: row.author_id, name: cleanText(row.author_name ?? "") },
    createdAt: formatTime(row.created_at),
    updatedAt: formatTime(row.updated_at),
    publishedAt: dateOrNull(row.published_at),
    version: row.version,
    readingMinutes: row.reading_minutes,
    url: `${origin}/blog/${row.id}/${encodeURIComponent(row.slug)}`,
  };
}

/** The requested fields of a post; all where `fields` is undefined. */
export function pickFields<Field extends keyof Post>(post: Post, fields?: readonly Field[]): Pick<Post, Field> {
  return fields ? (Object.fromEntries(fields.map((field) => [field, post[field]])) as Pick<Post, Field>) : post;
}

/** A row in the frozen shape of the first contract. */
export function toLegacyPost({ id, title, content }: Pick<PostRow, "id" | "title" | "content">): LegacyPost {
  return { id: String(id), title: cleanText(title), content: cleanText(content) };
}

export function toRevision(row: Selectable<RevisionsTable>): Revision {
  const { title, content, excerpt, ...others } = rowText(row);
  const { status, version } = row;
  const dates = { publishedAt: dateOrNull(row.published_at), version, savedAt: formatTime(row.saved_at) };
  return { title, content, excerpt, ...others, status, ...dates };
}

export function toRevisionSummary(row: Selectable<RevisionsTable>): RevisionSummary {
  const { content: _, ...summary } = toRevision(row);
  return summary;
}
