import { useSWRConfig } from "swr";
import type { TrashedPost } from "./use-trashed.ts";

/**
 * Returns a function that deletes a post and offers Undo. The code is loaded on demand, because the button is on pages
 * for readers.
 * @param post with the version that it must have, where it matters
 * @param onDeleted leaves the page of the deleted post, before the notice with Undo appears
 */
export function useDeletePost(
  post: TrashedPost & { version?: number | undefined },
  onDeleted?: () => Promise<unknown>,
) {
  const swr = useSWRConfig();
  return async (): Promise<void> => {
    const { deletePost } = await import("./use-post-changes.ts");
    await deletePost(swr, post, onDeleted);
  };
}
