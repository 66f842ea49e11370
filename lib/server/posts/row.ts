import { hash } from "node:crypto";
import type { Selectable } from "kysely";
import type { PostsTable, RevisionsTable } from "#lib/server/db/tables";
import type { LegacyPost, Post, Revision, RevisionSummary } from "#lib/shared/posts";
import { cleanText } from "#lib/shared/text";

export type PostRow = Selectable<PostsTable> & { author_name: string | null };

let written = { at: Number.NaN, text: "" };

/** The moments of most posts, which nobody has changed, are one and the same, and written out once. */
function moment(milliseconds: number): string {
  if (written.at !== milliseconds) written = { at: milliseconds, text: new Date(milliseconds).toISOString() };
  return written.text;
}

export const parseTags = ({ tags }: Pick<PostRow, "tags">) => JSON.parse(tags) as string[];

/** Of a digest of an author's name: enough to tell it from the one before, in characters. */
const NAME_DIGEST_LENGTH = 8;

/** Names a save of a post, for If-Match: it is the same save whatever its author is called now. */
export const revisionEtag = ({ id, version }: PostRow) => `"${id}-${version}"`;

/** The entity tag of a post: of its save and, where it is signed, of what its author is called now. */
export function postEtag(post: PostRow): string {
  const { author_name, id, version } = post;
  if (author_name === null) return revisionEtag(post);
  return `"${id}-${version}-${hash("sha256", author_name, "base64url").slice(0, NAME_DIGEST_LENGTH)}"`;
}

/** What a post and its revisions show alike. */
function toText(row: Omit<Selectable<RevisionsTable>, "post_id" | "saved_at">) {
  return {
    title: cleanText(row.title),
    content: cleanText(row.content),
    excerpt: cleanText(row.excerpt),
    tags: parseTags(row),
    status: row.status,
    publishedAt: row.published_at === null ? null : moment(row.published_at),
    version: row.version,
  };
}

/** A row in the contract's shape. @param origin the site's address, such as `https://example.org` */
export function toPost(row: PostRow, origin: string): Post {
  const { title, content, excerpt, tags, status, publishedAt, version } = toText(row);
  return {
    id: String(row.id),
    title,
    content,
    excerpt,
    slug: row.slug,
    tags,
    status,
    author: row.author_id === null ? null : { id: row.author_id, name: cleanText(row.author_name ?? "") },
    createdAt: moment(row.created_at),
    updatedAt: moment(row.updated_at),
    publishedAt,
    version,
    readingMinutes: row.reading_minutes,
    url: `${origin}/blog/${row.id}/${encodeURIComponent(row.slug)}`,
  };
}

/** The fields of a post that were asked for; all where none were named. */
export function pickFields<Field extends keyof Post>(post: Post, fields?: readonly Field[]): Pick<Post, Field> {
  return fields ? (Object.fromEntries(fields.map((field) => [field, post[field]])) as Pick<Post, Field>) : post;
}

/** A row in the frozen shape of the first contract. */
export function toLegacyPost({ id, title, content }: Pick<PostRow, "id" | "title" | "content">): LegacyPost {
  return { id: String(id), title: cleanText(title), content: cleanText(content) };
}

export function toRevision(row: Selectable<RevisionsTable>): Revision {
  return { ...toText(row), savedAt: moment(row.saved_at) };
}

export function toRevisionSummary(row: Selectable<RevisionsTable>): RevisionSummary {
  const { content: _, ...summary } = toRevision(row);
  return summary;
}
