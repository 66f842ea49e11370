import { DRAFTS_LIMIT, type DraftStatus } from "#lib/shared/drafts";
import { usePosts } from "./use-posts.ts";

/** A page of one's drafts, scheduled posts or trash. @param after the cursor of the page before */
export const useDrafts = (status: DraftStatus, after?: string | null) =>
  usePosts({ status, limit: DRAFTS_LIMIT, ...(after && { after }) });
