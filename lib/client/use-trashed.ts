import useSWR from "swr";
import type { Post } from "#lib/shared/posts";

export type Trashed = Pick<Post, "id" | "title">;

/** The post that was put into the trash last, for whichever page comes next to say so and to offer the way back. */
export function useTrashed() {
  const { data, mutate } = useSWR<Trashed | null>("trashed", null);
  return { trashed: data ?? null, tell: (post: Trashed | null) => void mutate(post, { revalidate: false }) };
}
