import { useSWRConfig } from "swr";

/** Removes a post. What that takes is loaded when somebody does it: the button stands on a page that is mostly read. */
export function useDeletePost(id: string) {
  const swr = useSWRConfig();
  return async (): Promise<void> => {
    const { deletePost } = await import("./use-post-changes.ts");
    await deletePost(swr, id);
  };
}
