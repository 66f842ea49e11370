import { ABOUT_ID, EDIT_ABOUT_PATH } from "./owner-paths.ts";

/** The values of the API's parameter `status`: posts visible only to those who may edit them. */
export const DRAFT_STATUSES = ["draft", "scheduled", "trash"] as const;
export type DraftStatus = (typeof DRAFT_STATUSES)[number];

/** The value of `done` in the URL of the trash after a purge without JavaScript; after a deletion it is the id of the post. */
export const PURGED = "purged";

/** Posts per page. */
const DRAFTS_LIMIT = 50;

/** The list query of a drafts page. @param after the cursor of the previous page */
export const draftsQuery = (status: DraftStatus, after: string | null) => ({
  status,
  limit: DRAFTS_LIMIT,
  ...(after && { after }),
});

/** Parses the page's `status`; `draft` where it is missing or invalid. */
export function parseDraftStatus(status: unknown): DraftStatus {
  return DRAFT_STATUSES.find((value) => value === status) ?? "draft";
}

/** The path of a drafts page. */
export function draftsPath(status: DraftStatus, after?: string | null): string {
  const params = { ...(status !== "draft" && { status }), ...(after && { after }) };
  const query = new URLSearchParams(params).toString();
  return query ? `/blog/drafts?${query}` : "/blog/drafts";
}

/** The editor of a post, or of the text about the site. */
export const editorPath = (post: string): string => (post === ABOUT_ID ? EDIT_ABOUT_PATH : `/blog/${post}/edit`);

/** The editor that goes on with a text that is in no post yet. */
export const unfinishedTextPath = ({ id, post }: { id: string; post: string | null }): string =>
  `${post === null ? "/blog/create" : editorPath(post)}?draft=${id}`;

/** The preview of an autosave. */
export const autosavePreviewPath = (id: string): string => `/blog/drafts/${id}`;
