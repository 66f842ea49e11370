import type { Post } from "./posts.ts";

/** The path of a post's page, the one that its `url` has. */
export function postAddress({ id, slug }: Pick<Post, "id" | "slug">): string {
  return `/blog/${id}/${encodeURIComponent(slug)}`;
}
