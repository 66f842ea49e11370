import type { TextFieldName } from "#lib/shared/post-fields";

/** The column of each text field in the tables posts and revisions. */
export const TEXT_COLUMNS = {
  title: "title",
  content: "content",
  tags: "tags",
  excerpt: "excerpt",
  cover: "cover",
  slug: "slug",
  canonicalUrl: "canonical_url",
  language: "language",
} as const satisfies Record<TextFieldName, string>;

export type TextColumn = (typeof TEXT_COLUMNS)[TextFieldName];

const ENTRIES = Object.entries(TEXT_COLUMNS) as [TextFieldName, TextColumn][];

/** One value for each column of a text. */
export function mapTextColumns<Value>(map: (column: TextColumn, name: TextFieldName) => Value) {
  return Object.fromEntries(ENTRIES.map(([name, column]) => [column, map(column, name)])) as Record<TextColumn, Value>;
}
