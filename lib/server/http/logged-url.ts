const PREVIEW = /^((?:\/_next\/data\/[^/]+)?\/preview\/)[^/.?]+/;

/** A URL for the log: without its query, and without the token of a preview link. Either may hold a secret. */
export const withoutSecrets = (url: string | undefined): string | undefined =>
  url?.replace(/\?.*/s, "?…").replace(PREVIEW, "$1…");
