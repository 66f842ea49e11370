import type { Viewer } from "#lib/server/viewer";

/** An anonymous viewer of a site on which anyone may post and edit. */
export const ANYONE: Viewer = { id: null, account: null, role: "owner", mayPost: true, edits: "all", scope: "write" };
/** An anonymous viewer who may only read what is public. */
export const READER: Viewer = { id: null, account: null, role: null, mayPost: false, edits: "none", scope: "write" };
