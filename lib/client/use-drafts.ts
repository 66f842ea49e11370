import { type DraftStatus, draftsQuery } from "#lib/shared/drafts";
import { usePosts } from "./use-post-list.ts";

/** A page of the viewer's drafts, scheduled posts or trash. @param after the cursor this page starts after */
export const useDrafts = (status: DraftStatus, after: string | null) => usePosts(draftsQuery(status, after));
