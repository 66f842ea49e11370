/** In the order in which they run. A migration that has been released is never changed. */
export const MIGRATIONS = [
  "001-posts",
  "002-requests",
  "003-accounts",
  "004-renderings",
  "005-site",
  "006-lists",
  "007-passkeys",
  "008-search-prefixes",
  "009-tags",
  "010-redirects",
  "011-language",
  "012-search-words",
  "013-autosaves",
  "014-excerpts",
  "015-images",
  "016-covers",
] as const;
