/** Pages for readers: lists, posts, authors, and texts about the site. */
export const READER_PATH =
  /^\/(?:(?:blog(?:-dynamic|\/\d+(?:\/(?!(?:edit|delete|history)$)[^/]+)?)?|about|contact|(?:docs|authors)(?:\/.*)?)?)$/;

/** Whether a path is that of a page for readers, which may have the script of ANALYTICS_SCRIPT; no other page has it. */
export const isReaderPath = (path: string): boolean => READER_PATH.test(path.split(/[?#]/, 1)[0] ?? "");
