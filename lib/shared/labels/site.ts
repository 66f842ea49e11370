// What a site says until its owner has set something else.

/** The links on top of every page. */
export const DEFAULT_NAVIGATION = [
  { label: "Home", url: "/" },
  { label: "Blog", url: "/blog" },
  { label: "Write", url: "/blog/create" },
  { label: "About", url: "/about" },
];
export const DEFAULT_TAGLINE = "Notes and longer pieces, the newest first.";
/** Markdown. */
export const DEFAULT_FOOTER = "Set in Newsreader, folded with [Next.js](https://nextjs.org).";
/** The same as HTML, for which no page needs the renderer. */
export const DEFAULT_FOOTER_HTML = 'Set in Newsreader, folded with <a href="https://nextjs.org">Next.js</a>.';
