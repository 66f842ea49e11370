import type { Selectable } from "kysely";
import type { PostsTable, RevisionsTable } from "#lib/server/db/tables";
import { truncate } from "#lib/server/rendering/plain-text";
import { firstUnits, foldedWords } from "#lib/server/search/words";
import { EXCERPT_MAX, type NewPost, type PostPatch } from "#lib/shared/posts";
import { cleanText } from "#lib/shared/text";
import { readingMinutes } from "./reading-time.ts";
import { type PostRow, parseTags } from "./row.ts";
import { postSlug } from "./slug.ts";

/** What an author says of a post. */
type Text = { title: string; content: string; excerpt: string | null; tags: string[] };

/**
 * Status and date of publication: a draft has none, a post that is published without one gets the present moment. So does
 * a scheduled post whose date is emptied (null); one that is out already keeps its own.
 */
function publicationColumns(
  wanted: Pick<PostPatch, "status" | "publishedAt">,
  current: PostRow | undefined,
  now: number,
) {
  const status = wanted.status ?? current?.status ?? "published";
  if (status === "draft") return { status, published_at: null };
  if (wanted.publishedAt) return { status, published_at: Date.parse(wanted.publishedAt) };
  const kept = current?.published_at ?? now;
  return { status, published_at: wanted.publishedAt === null ? Math.min(kept, now) : kept };
}

/** Of a title only so much counts when posts are sorted, in UTF-16 units: a cursor holds it, and stands in an address. */
const TITLE_SORT_MAX = 200;

/** What is stored of a text. An excerpt that only repeats the one made from the content is not the author's own. */
function textColumns({ title, content, excerpt, tags }: Text, plain: string) {
  const made = truncate(plain, EXCERPT_MAX);
  const isOwn = excerpt !== null && excerpt !== "" && excerpt !== made;
  return {
    title,
    title_sort: firstUnits(foldedWords(title).join(" "), TITLE_SORT_MAX),
    content,
    excerpt: isOwn ? excerpt : made,
    excerpt_own: isOwn ? 1 : 0,
    slug: postSlug(title),
    reading_minutes: readingMinutes(content),
    tags: JSON.stringify(tags),
  };
}

/** The columns of a new post. @param plain the plain text of its content */
export function newPostColumns(draft: NewPost, plain: string, now: number) {
  const { title, content, excerpt = null, tags = [] } = draft;
  return {
    ...textColumns({ title, content, excerpt, tags }, plain),
    ...publicationColumns(draft, undefined, now),
    created_at: now,
    updated_at: now,
    version: 1,
  };
}

/**
 * The columns of a post after a change. An excerpt that was made from the content and is sent back goes on following it.
 * @param plain the plain text of the content after the change
 */
export function updatedPostColumns(current: PostRow, patch: PostPatch, plain: string, now: number) {
  const excerpt = cleanText(current.excerpt);
  const own = current.excerpt_own ? excerpt : null;
  const isKept = patch.excerpt === undefined || patch.excerpt === excerpt;
  return {
    ...textColumns(
      {
        title: patch.title ?? cleanText(current.title),
        content: patch.content ?? cleanText(current.content),
        excerpt: isKept ? own : (patch.excerpt ?? null),
        tags: patch.tags === undefined ? parseTags(current) : (patch.tags ?? []),
      },
      plain,
    ),
    ...publicationColumns(patch, current, now),
    updated_at: now,
    version: current.version + 1,
  };
}

/** Whether a change leaves every field that a client can set as the API shows it. */
export function isUnchanged(current: PostRow, columns: ReturnType<typeof updatedPostColumns>): boolean {
  return (
    columns.title === cleanText(current.title) &&
    columns.content === cleanText(current.content) &&
    columns.tags === JSON.stringify(parseTags(current)) &&
    columns.status === current.status &&
    columns.published_at === current.published_at &&
    columns.excerpt_own === current.excerpt_own &&
    (columns.excerpt_own === 0 || columns.excerpt === cleanText(current.excerpt))
  );
}

/** The row that keeps what a post is after a save. */
export function revisionRow(post: Selectable<PostsTable>): Selectable<RevisionsTable> {
  const { content, excerpt, excerpt_own, id, published_at, status, tags, title, updated_at, version } = post;
  const text = { title, content, excerpt, excerpt_own, tags, status, published_at, version };
  return { ...text, post_id: id, saved_at: updated_at };
}
