import type { DatabaseTransaction } from "#lib/server/db/tables";
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

/** Stores the tags of a new post. */
export async function addTags(trx: DatabaseTransaction, post: Tagged): Promise<void> {
  const rows = tagRows(post);
  if (rows.length > 0) await trx.insertInto("post_tags").values(rows).execute();
}

/** Replaces a post's stored tags. */
export async function replaceTags(trx: DatabaseTransaction, post: Tagged): Promise<void> {
  await trx.deleteFrom("post_tags").where("post_id", "=", post.id).execute();
  await addTags(trx, post);
}
