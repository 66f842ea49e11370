import type { Database, DatabaseTransaction } from "#lib/server/db/tables";
import { tagKey } from "#lib/shared/tag-names";
import { type PostRow, parseTags } from "./row.ts";
import { isListed } from "./rules.ts";

type Tagged = Pick<PostRow, "id" | "tags" | "status" | "trashed_at" | "published_at" | "updated_at" | "title_sort">;

/** A post's rows in post_tags, with the sort keys of lists. */
export function tagRows(post: Tagged) {
  const { id, updated_at, title_sort } = post;
  const published_at = isListed(post) ? post.published_at : null;
  return parseTags(post).map((name) => ({ post_id: id, tag: tagKey(name), published_at, updated_at, title_sort }));
}

/** The statement that stores the tags of a post which has none stored, if it has any. */
export const tagStatements = (db: Database, rows: ReturnType<typeof tagRows>) =>
  rows.length > 0 ? [db.insertInto("post_tags").values(rows)] : [];

export async function deleteTags(trx: DatabaseTransaction, { id }: Pick<Tagged, "id">): Promise<void> {
  await trx.deleteFrom("post_tags").where("post_id", "=", id).execute();
}

/** Replaces a post's stored tags. */
export async function replaceTags(trx: DatabaseTransaction, post: Tagged): Promise<void> {
  await deleteTags(trx, post);
  for (const statement of tagStatements(trx, tagRows(post))) await statement.execute();
}
