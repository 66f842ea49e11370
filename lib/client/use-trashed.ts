import { useCallback } from "react";
import useSWR from "swr";
import type { Post } from "#lib/shared/posts";

export type TrashedPost = Pick<Post, "id" | "title">;

/** The post that was moved to the trash last, for whichever page comes next to say so and to offer the way back. */
export function useTrashed() {
  // Known here alone: the pages' own fetcher would take the name for an address.
  const { data, mutate } = useSWR<TrashedPost | null>("trashed", { fetcher: undefined });
  const tell = useCallback((post: TrashedPost | null) => void mutate(post, { revalidate: false }), [mutate]);
  return { trashed: data ?? null, tell };
}
