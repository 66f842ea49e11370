/** The kinds of posts that only whoever may edit them sees, as the API's parameter `status` names them. */
export const DRAFT_STATUSES = ["draft", "scheduled", "trash"] as const;
export type DraftStatus = (typeof DRAFT_STATUSES)[number];

/** How many of them a page shows. */
const DRAFTS_LIMIT = 50;

/** What such a page asks the list for. @param after the cursor of the page before */
export const draftsQuery = (status: DraftStatus, after: string | null) => ({
  status,
  limit: DRAFTS_LIMIT,
  ...(after && { after }),
});

/** What an address asks for; drafts where it does not say. */
export function parseDraftStatus(status: unknown): DraftStatus {
  return DRAFT_STATUSES.find((known) => known === status) ?? "draft";
}

/** The address of the page that shows them. */
export function draftsPath(status: DraftStatus, after?: string | null): string {
  const asked = { ...(status !== "draft" && { status }), ...(after && { after }) };
  const query = new URLSearchParams(asked).toString();
  return query ? `/blog/drafts?${query}` : "/blog/drafts";
}
