import { useSWRConfig } from "swr";

/** Deletes a post. The code is loaded on demand, because the button is on pages for readers. */
export function useDeletePost(id: string) {
  const swr = useSWRConfig();
  return async (): Promise<void> => {
    const { deletePost } = await import("./use-post-changes.ts");
    await deletePost(swr, id);
  };
}
