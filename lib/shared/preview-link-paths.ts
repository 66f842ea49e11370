// Apart from the contract, so that pages do not load its schemas.

/** The lifetimes that pages offer for a preview link, in days. */
export const PREVIEW_DAYS = ["1", "7", "30"] as const;
export const PREVIEW_DAYS_DEFAULT = 7;
export const PREVIEW_DAYS_MAX = 30;

/** The page of the preview links of a post. No slug has a slash, so that this is no post's own path. */
export const previewLinksPagePath = (post: string) => `/blog/${encodeURIComponent(post)}/preview/links`;

/** The API path of the preview links of a post. */
export const previewLinksPath = (post: string) => `/api/posts/${encodeURIComponent(post)}/preview-links`;

/** The API path of a preview link. */
export const previewLinkPath = (post: string, id: string) => `${previewLinksPath(post)}/${encodeURIComponent(id)}`;

/** The path that shows the post: the secret URL without its origin. */
export const previewPath = (token: string) => `/preview/${token}`;
