// What a site says until its owner has set something else.

export const DEFAULT_TAGLINE = "Notes and longer pieces, the newest first.";
/** Markdown. */
export const DEFAULT_FOOTER = "Set in Newsreader, folded with [Next.js](https://nextjs.org).";
