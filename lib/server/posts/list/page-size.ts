import { sql } from "kysely";
import { type PostRow, pickFields, toPost } from "#lib/server/posts/row";
import { PAGE_DEFAULT } from "#lib/shared/params";
import type { PostQuery } from "#lib/shared/post-query";

/** The JSON of a page's items, in bytes: past it the page ends early. A page has one item at least. */
export const PAGE_BYTES_MAX = 4 * 1024 * 1024;

/** A UTF-16 code unit takes at most so many bytes of JSON: `\ud800`. */
const BYTES_PER_UNIT = 6;
/** At most what an item takes besides its content, in bytes. */
const ITEM_BYTES_MAX = 20_000;
/** What the highlighted title and excerpt of an item take, in bytes: seldom more. */
const HIGHLIGHT_BYTES = 2_000;
/** Stands for the site's origin in URLs. */
const ORIGIN = `https://${"x".repeat(60)}`;

/** The first rows that take at most PAGE_BYTES_MAX together, and one at least. */
export function fitBytes<Row>(rows: Row[], bytesOf: (row: Row) => number): Row[] {
  let bytes = 0;
  const end = rows.findIndex((row, index) => {
    bytes += bytesOf(row);
    return index > 0 && bytes > PAGE_BYTES_MAX;
  });
  return end === -1 ? rows : rows.slice(0, end);
}

/** The size of a post's content in bytes, which both engines know without reading it. */
export const contentBytes = sql<number>`octet_length(content)`.as("bytes");

/** How many rows of a page are read: fewer than its limit where the contents cannot fit. @param sizes builds the query that selects contentBytes */
export async function readableCount(
  sizes: () => { execute(): Promise<{ bytes: number }[]> },
  limit: number,
): Promise<number> {
  if (limit <= PAGE_DEFAULT) return limit;
  const rows = await sizes().execute();
  const readable = fitBytes(rows, ({ bytes }) => Number(bytes));
  return readable.length < rows.length ? readable.length : limit;
}

/** The first rows of a page whose items take at most PAGE_BYTES_MAX of JSON, and one at least. */
export function fitItems<Row extends { content: string }>(rows: Row[], toItem: (row: Row) => object): Row[] {
  // Most pages are far smaller: their JSON is not serialized twice.
  const units = rows.reduce((sum, { content }) => sum + content.length, 0);
  if (units * BYTES_PER_UNIT + rows.length * ITEM_BYTES_MAX <= PAGE_BYTES_MAX) return rows;
  return fitBytes(rows, (row) => Buffer.byteLength(JSON.stringify(toItem(row))) + 1);
}

/** Whether the items of a list have the content. */
export const showsContent = ({ fields }: Pick<PostQuery, "fields">) =>
  fields === undefined || fields.includes("content");

/** The first rows of a page of posts, as far as their JSON fits. */
export function fitPosts<Row extends PostRow>(rows: Row[], { fields, q }: Pick<PostQuery, "fields" | "q">): Row[] {
  if (!showsContent({ fields })) return rows;
  const highlight = q === undefined ? undefined : "x".repeat(HIGHLIGHT_BYTES);
  return fitItems(rows, (row) => ({ ...pickFields(toPost(row, ORIGIN), fields), highlight }));
}
