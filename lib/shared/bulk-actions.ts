// Without zod, which pages would load.

/** What one request does to several posts. */
export const BULK_ACTIONS = ["publish", "add-tag", "remove-tag", "delete", "restore"] as const;
export type BulkAction = (typeof BULK_ACTIONS)[number];

/** Whether an action needs a tag. */
export const takesTag = (action: BulkAction) => action === "add-tag" || action === "remove-tag";

/** The most posts of a request: a page of the Posts screen. */
export const BULK_MAX = 50;

/** Said where no post is selected. */
export const NOTHING_SELECTED = "Select at least one post";

/** The field of a form that selects a post, with its version as the value. */
export const selectionField = (id: string) => `post-${id}`;

/** The posts that a form selects. */
export function selectedPosts(values: Record<string, string>): BulkInput["posts"] {
  const prefix = selectionField("");
  return Object.entries(values)
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, version]) => ({ id: name.slice(prefix.length), version: Number(version) }));
}

/** A change of several posts, as pages send it. */
export type BulkInput = { action: BulkAction; tag?: string; posts: { id: string; version: number }[] };
