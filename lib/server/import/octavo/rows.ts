import type { Selectable } from "kysely";
import type { PostsTable, RevisionsTable } from "#lib/server/db/tables";
import type { ExportedPost, ExportedRevision } from "#lib/server/export/format";
import { textDirection, titleSort } from "#lib/server/posts/columns";
import type { StoredCover } from "#lib/server/posts/row";
import { mapTextColumns } from "#lib/server/posts/text-columns";
import { DERIVED_FIELDS } from "#lib/shared/post-fields";
import { readingMinutes } from "#lib/shared/reading-time";

/** Rows of what an export has. */

export const milliseconds = (time: string) => Date.parse(time);
const millisecondsOrNull = (time: string | null) => (time === null ? null : Date.parse(time));

type ExportedText = Omit<ExportedRevision, "post" | "savedAt">;

function storedValue(
  value: ExportedText[Exclude<keyof ExportedText, "generated" | "version" | "publishedAt">],
): string {
  if (typeof value === "string") return value;
  if (value === null) return "";
  if (Array.isArray(value)) return JSON.stringify(value);
  const { alt, height, image, width } = value;
  return JSON.stringify({ image, alt, width, height } satisfies StoredCover);
}

type OwnFlags = Record<`${(typeof DERIVED_FIELDS)[number]}_own`, number>;

function toColumns(text: ExportedText) {
  const own = DERIVED_FIELDS.map((name) => [`${name}_own`, text.generated.includes(name) ? 0 : 1]);
  return {
    ...mapTextColumns((_, name) => storedValue(text[name])),
    ...(Object.fromEntries(own) as OwnFlags),
    status: text.status,
    published_at: millisecondsOrNull(text.publishedAt),
    version: text.version,
  };
}

/** @param author the id of its account here */
export const toPostRow = (post: ExportedPost, author: string | null): Selectable<PostsTable> => ({
  id: Number(post.id),
  ...toColumns(post),
  title_sort: titleSort(post.title),
  reading_minutes: readingMinutes(post.content),
  direction: textDirection(post),
  author_id: author,
  created_at: milliseconds(post.createdAt),
  updated_at: milliseconds(post.updatedAt),
  trashed_at: millisecondsOrNull(post.deletedAt),
});

export const toRevisionRow = (revision: ExportedRevision): Selectable<RevisionsTable> => ({
  post_id: Number(revision.post),
  ...toColumns(revision),
  saved_at: milliseconds(revision.savedAt),
});
