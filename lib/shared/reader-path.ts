/** Pages for readers: lists, posts, authors, and texts about the site. */
const PAGE =
  /^\/(?:(?:blog(?:-dynamic|\/\d+(?:\/(?!(?:edit|delete|history)$)[^/]+)?)?|about|contact|(?:docs|authors)(?:\/.*)?)?)$/;

/** Whether a path is that of a page for readers, which may have the script of ANALYTICS_SCRIPT; no other page has it. */
export const isReaderPath = (path: string): boolean => PAGE.test(path.split(/[?#]/, 1)[0] ?? "");
