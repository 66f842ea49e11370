import { hash } from "node:crypto";
import type { Selectable } from "kysely";
import type { PostsTable, RevisionsTable } from "#lib/server/db/tables";
import { formatSaveTime } from "#lib/server/http/conditional";
import type { Cover } from "#lib/shared/cover";
import { usualImagePath } from "#lib/shared/image-paths";
import { postPagePath } from "#lib/shared/paths";
import { DERIVED_FIELDS, LIST_FIELDS, mapTextFields, type PostText, type TextFieldName } from "#lib/shared/post-fields";
import type { LegacyPost, Post, Revision, RevisionSummary, TrashDates, TrashedPost } from "#lib/shared/posts";
import { postSlug } from "#lib/shared/slug";
import { cleanText } from "#lib/shared/text";
import { TRASH_RETENTION_MS } from "#lib/shared/trash";
import { TEXT_COLUMNS, type TextColumn } from "./text-columns.ts";

export type PostRow = Selectable<PostsTable> & { author_name: string | null; author_slug: string | null };

/** A post in the trash. */
export type TrashedRow = PostRow & { trashed_at: number };

export const isTrashed = (post: PostRow): post is TrashedRow => post.trashed_at !== null;

let lastFormatted = { milliseconds: Number.NaN, text: "" };

/** A time in RFC 3339. Memoizes the last one: the three times of a post that was never changed are the same. */
function formatTime(milliseconds: number): string {
  if (lastFormatted.milliseconds !== milliseconds)
    lastFormatted = { milliseconds, text: new Date(milliseconds).toISOString() };
  return lastFormatted.text;
}

export const parseTags = ({ tags }: Pick<PostRow, "tags">) => JSON.parse(tags) as string[];

/** Characters of the digest of names: enough to tell them from the previous ones. */
const NAMES_DIGEST_LENGTH = 8;

/** The entity tag of a revision, for If-Match: it does not change with the names of its author and its tags. */
export const revisionEtag = ({ id, version }: PostRow) => `"${id}-${version}"`;

/**
 * The entity tag of a post: its version, when that was saved and, where it has an author or tags, a digest of their present names and of
 * which author it is.
 */
export function postEtag(post: PostRow): string {
  const { author_name, author_slug, id, tags, updated_at, version } = post;
  const saved = formatSaveTime(updated_at);
  if (author_name === null && tags === "[]") return `"${id}-${version}-${saved}"`;
  const digest = hash("sha256", `${JSON.stringify(author_name)}${author_slug ?? ""}${tags}${saved}`, "base64url");
  return `"${id}-${version}-${digest.slice(0, NAMES_DIGEST_LENGTH)}"`;
}

/** The entity tag of a post in the trash: that of the post, and when it was deleted. */
export const trashedEtag = (post: TrashedRow) => postEtag(post).replace(/"$/, `-${post.trashed_at}"`);

/** The columns of a post's text: a list is stored as JSON. */
type TextRow = Record<TextColumn, string>;

export const isList = (name: TextFieldName) => LIST_FIELDS.includes(name);

/** A cover as it is stored: with the size of its image, which never changes. */
export type StoredCover = Cover & { width: number; height: number };

const parseStoredCover = (value: string) => (value === "" ? null : (JSON.parse(value) as StoredCover));

/** A stored cover as the API returns it. */
function toCover({ cover }: Pick<TextRow, "cover">): Post["cover"] {
  const stored = parseStoredCover(cover);
  if (!stored) return null;
  const { alt, height, image, width } = stored;
  return { image, alt: cleanText(alt), url: usualImagePath(image, width), width, height };
}

/** The text that a row of posts or revisions holds. */
export function rowText(row: TextRow): PostText {
  return mapTextFields((name) => {
    const value = row[TEXT_COLUMNS[name]];
    if (name === "cover") return parseStoredCover(value);
    return isList(name) ? JSON.parse(value) : cleanText(value);
  }) as PostText;
}

/** Whether each derived field is the author's own. */
type OwnFlags = Record<`${(typeof DERIVED_FIELDS)[number]}_own`, number>;

/** The text as its author wrote it: derived fields that are generated are empty. */
export function authoredText(row: TextRow & OwnFlags): PostText {
  const generated = DERIVED_FIELDS.filter((name) => !row[`${name}_own`]);
  return { ...rowText(row), ...Object.fromEntries(generated.map((name) => [name, ""])) };
}

const dateOrNull = (milliseconds: number | null) => (milliseconds === null ? null : formatTime(milliseconds));

function toAuthor({ author_id: id, author_name, author_slug }: PostRow): Post["author"] {
  return id === null ? null : { id, name: cleanText(author_name ?? ""), slug: author_slug ?? "" };
}

/** A row as the API returns it. @param origin the site's, such as `https://example.org` */
export function toPost(row: PostRow, origin: string): Post {
  const { title, content, excerpt, slug, canonicalUrl, language, ...others } = rowText(row);
  return {
    id: String(row.id),
    title,
    content,
    excerpt,
    slug,
    canonicalUrl: canonicalUrl || null,
    ...others,
    cover: toCover(row),
    language: language || null,
    direction: row.direction,
    status: row.status,
    author: toAuthor(row),
    createdAt: formatTime(row.created_at),
    updatedAt: formatTime(row.updated_at),
    publishedAt: dateOrNull(row.published_at),
    version: row.version,
    readingMinutes: row.reading_minutes,
    url: origin + postPagePath({ id: String(row.id), slug }),
  };
}

/** When a post in the trash was deleted and will be purged. */
export function trashDates({ trashed_at }: TrashedRow): TrashDates {
  return { deletedAt: formatTime(trashed_at), purgeAt: formatTime(trashed_at + TRASH_RETENTION_MS) };
}

/** A row in the trash as the API returns it. */
export const toTrashedPost = (row: TrashedRow, origin: string): TrashedPost => ({
  ...toPost(row, origin),
  ...trashDates(row),
});

/** The requested fields of a post; all where `fields` is undefined. */
export function pickFields<Field extends keyof Post>(post: Post, fields?: readonly Field[]): Pick<Post, Field> {
  return fields ? (Object.fromEntries(fields.map((field) => [field, post[field]])) as Pick<Post, Field>) : post;
}

/** A row in the frozen shape of the first contract. */
export function toLegacyPost({ id, title, content }: Pick<PostRow, "id" | "title" | "content">): LegacyPost {
  return { id: String(id), title: cleanText(title), content: cleanText(content) };
}

export function toRevision(row: Selectable<RevisionsTable>): Revision {
  const { title, content, excerpt, slug, canonicalUrl, language, ...others } = rowText(row);
  const { status, version } = row;
  const paths = { slug: slug || postSlug(title), canonicalUrl: canonicalUrl || null };
  const dates = { publishedAt: dateOrNull(row.published_at), version, savedAt: formatTime(row.saved_at) };
  return {
    title,
    content,
    excerpt,
    ...paths,
    ...others,
    cover: toCover(row),
    language: language || null,
    status,
    ...dates,
  };
}

export function toRevisionSummary(row: Selectable<RevisionsTable>): RevisionSummary {
  const { content: _, ...summary } = toRevision(row);
  return summary;
}
