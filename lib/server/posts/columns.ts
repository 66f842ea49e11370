import type { Selectable } from "kysely";
import type { PostsTable, RevisionsTable } from "#lib/server/db/tables";
import { withoutFrontMatter } from "#lib/server/rendering/front-matter";
import { firstUnits } from "#lib/server/search/fold";
import { sortKey } from "#lib/server/search/words";
import { baseDirection } from "#lib/shared/direction";
import {
  completeText,
  DERIVED_FIELDS,
  mergeText,
  type PostText,
  TEXT_FIELD_NAMES,
  type TextFieldName,
} from "#lib/shared/post-fields";
import type { NewPost, PostPatch } from "#lib/shared/posts";
import { readingMinutes } from "#lib/shared/reading-time";
import { postSlug } from "#lib/shared/slug";
import { authoredText, type PostRow, rowText } from "./row.ts";
import { mapTextColumns } from "./text-columns.ts";

/**
 * Status and date of publication: a draft has none, a post that is published without one gets the present time. So does
 * a scheduled post whose date is cleared (null); one that is public already retains its date.
 */
function publicationColumns(
  changes: Pick<PostPatch, "status" | "publishedAt">,
  current: PostRow | undefined,
  now: number,
) {
  const status = changes.status ?? current?.status ?? "published";
  if (status === "draft") return { status, published_at: null };
  if (changes.publishedAt) return { status, published_at: Date.parse(changes.publishedAt) };
  const date = current?.published_at ?? now;
  return { status, published_at: changes.publishedAt === null ? Math.min(date, now) : date };
}

/** The UTF-16 units of a title that lists are sorted by: a cursor contains them, and a URL contains the cursor. */
const TITLE_SORT_MAX = 200;

/** The sort key of a title: folded as search folds it. */
export const titleSort = (title: string): string => firstUnits(sortKey(title), TITLE_SORT_MAX);

type DerivedFieldName = (typeof DERIVED_FIELDS)[number];
type DerivedColumns<Name extends DerivedFieldName> = Record<Name, string> & Record<`${Name}_own`, number>;

function storedValue(name: TextFieldName, text: PostText): string {
  const value = text[name];
  if (typeof value === "string") return value;
  if (value === null) return "";
  if (Array.isArray(value)) return JSON.stringify(value);
  return JSON.stringify({ image: value.image, alt: value.alt });
}

/** The base direction of a text. */
export const textDirection = ({ title, content, language }: PostText) =>
  baseDirection({ title, content: withoutFrontMatter(content), language });

/** The columns of a derived field. A value equal to the generated one is not the author's own. */
const derivedColumns = <Name extends DerivedFieldName>(name: Name, text: PostText, generated: string) =>
  text[name] === "" || text[name] === generated
    ? ({ [name]: generated, [`${name}_own`]: 0 } as DerivedColumns<Name>)
    : ({ [name]: text[name], [`${name}_own`]: 1 } as DerivedColumns<Name>);

/** The columns of a text. @param excerpt the one generated from its content */
function textColumns(text: PostText, excerpt: string) {
  const { title, content } = text;
  return {
    ...mapTextColumns((_, name) => storedValue(name, text)),
    ...derivedColumns("excerpt", text, excerpt),
    ...derivedColumns("slug", text, postSlug(title)),
    title_sort: titleSort(title),
    reading_minutes: readingMinutes(content),
    direction: textDirection(text),
  };
}

/** The columns of a post that are derived from its others. @param excerpt the one generated from its content */
export function derivedPostColumns(row: PostRow, excerpt: string) {
  const { direction, excerpt: shown, reading_minutes, slug, title_sort } = textColumns(authoredText(row), excerpt);
  return { direction, excerpt: shown, reading_minutes, slug, title_sort };
}

/** The columns of a new post. @param excerpt the one generated from its content */
export function newPostColumns(draft: NewPost, excerpt: string, now: number) {
  return {
    ...textColumns(completeText(draft), excerpt),
    ...publicationColumns(draft, undefined, now),
    created_at: now,
    updated_at: now,
    version: 1,
  };
}

/**
 * The columns of a post after a change. A generated value that a client sends back unchanged stays a generated one.
 * @param excerpt the one generated from the content after the change
 */
export function updatedPostColumns(current: PostRow, patch: PostPatch, excerpt: string, now: number) {
  const shown = rowText(current);
  const unchanged = DERIVED_FIELDS.filter((name) => patch[name] === shown[name]);
  const changes = { ...patch, ...Object.fromEntries(unchanged.map((name) => [name, undefined])) };
  return {
    ...textColumns(mergeText(authoredText(current), changes), excerpt),
    ...publicationColumns(patch, current, now),
    updated_at: now,
    version: current.version + 1,
  };
}

/** Whether a change leaves every writable field as the API returns it. */
export function isUnchanged(current: PostRow, columns: ReturnType<typeof updatedPostColumns>): boolean {
  const [before, after] = [authoredText(current), authoredText(columns)];
  return (
    TEXT_FIELD_NAMES.every((name) => storedValue(name, before) === storedValue(name, after)) &&
    columns.status === current.status &&
    columns.published_at === current.published_at
  );
}

/** The revision that stores a post as it is after a save. */
export function revisionRow(post: Selectable<PostsTable>): Selectable<RevisionsTable> {
  const { excerpt_own, id, published_at, slug_own, status, updated_at, version } = post;
  const text = mapTextColumns((column) => post[column]);
  return { ...text, excerpt_own, slug_own, status, published_at, version, post_id: id, saved_at: updated_at };
}
