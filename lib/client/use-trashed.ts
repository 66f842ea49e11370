import { useCallback } from "react";
import useSWR from "swr";
import type { Post } from "#lib/shared/posts";

export type TrashedPost = Pick<Post, "id" | "title">;

/** The key of the SWR cache for the post deleted last. */
export const TRASHED_KEY = "trashed";

/** The post deleted last, for the notice with Undo on the current or the next page. */
export function useTrashed() {
  // Client state only: the default fetcher would request the key as a URL.
  const { data, mutate } = useSWR<TrashedPost | null>(TRASHED_KEY, { fetcher: undefined });
  const setTrashed = useCallback((post: TrashedPost | null) => void mutate(post, { revalidate: false }), [mutate]);
  return { trashed: data ?? null, setTrashed };
}
