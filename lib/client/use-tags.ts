import useSWR, { useSWRConfig } from "swr";
import { TAGS_PATH } from "#lib/shared/owner-paths";
import type { TagCount } from "#lib/shared/tags";
import { type ApiError, api } from "./api.ts";
import { SESSION_PATH } from "./use-account.ts";

/** The tags of public posts, the most used first. @param isWanted loads them only when true */
export function useTags(isWanted = true): TagCount[] {
  return useSWR<TagCount[], ApiError>(isWanted ? TAGS_PATH : null).data ?? [];
}

/** Changes of a tag, after which everything that shows tags is loaded again. */
export function useTagChanges(slug: string) {
  const { mutate } = useSWRConfig();
  async function revalidate(): Promise<void> {
    // The next page has the list in its props: a cached list would be shown first.
    await mutate(TAGS_PATH, undefined, { revalidate: false });
    await mutate((key) => key !== SESSION_PATH);
  }
  return {
    /** Renames the tag; to the name of another one, merges it into that. */
    async rename(name: string): Promise<void> {
      await api.renameTag(slug, name);
      await revalidate();
    },
    async deleteTag(): Promise<void> {
      await api.deleteTag(slug);
      await revalidate();
    },
  };
}
