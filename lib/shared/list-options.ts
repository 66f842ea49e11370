// Without zod, which pages would load.

/**
 * The values of the API's parameter `status`, for posts that the viewer may edit: `any` is drafts, scheduled and published posts
 * together.
 */
export const LIST_STATUSES = ["any", "draft", "scheduled", "published", "trash"] as const;
export type ListStatus = (typeof LIST_STATUSES)[number];

export const SORTS = ["-publishedAt", "publishedAt", "-updatedAt", "updatedAt", "title", "-title"] as const;
export type Sort = (typeof SORTS)[number];

/** Whether the posts of a list have dates of publication to sort by. */
export const hasPublicationDates = (status: ListStatus | undefined) =>
  status === undefined || status === "scheduled" || status === "published";

/** Whether a list can be sorted so. */
export const isSortable = ({ sort, status }: { sort?: Sort | undefined; status?: ListStatus | undefined }) =>
  !sort?.endsWith("publishedAt") || hasPublicationDates(status);
