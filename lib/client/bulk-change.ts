import { type BulkInput, takesTag } from "#lib/shared/bulk-actions";
import { postsPath } from "#lib/shared/paths";
import type { PostSummary } from "#lib/shared/post-summary";
import { tagKey } from "#lib/shared/tag-names";

function withTag(tags: string[], { action, tag = "" }: BulkInput): string[] {
  const others = tags.filter((other) => tagKey(other) !== tagKey(tag));
  if (action === "remove-tag") return others;
  return others.length < tags.length ? tags : [...tags, tag];
}

/** The posts of a list as they are if all of a change succeeds. @param key of the list in the cache of SWR */
export function withBulkChange(posts: PostSummary[], key: string, change: BulkInput): PostSummary[] {
  const { action } = change;
  const ids = new Set(change.posts.map(({ id }) => id));
  const status = new URLSearchParams(key.slice(postsPath().length)).get("status");
  const leaves =
    (action === "delete" && status !== "trash") ||
    (action === "restore" && status === "trash") ||
    (action === "publish" && status === "draft");
  if (leaves) return posts.filter(({ id }) => !ids.has(id));
  if (!takesTag(action)) return posts;
  return posts.map((post) => (ids.has(post.id) ? { ...post, tags: withTag(post.tags, change) } : post));
}
