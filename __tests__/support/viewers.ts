import type { Viewer } from "#lib/server/viewer";

/** Whoever asks where anyone may post and edit. */
export const ANYONE: Viewer = { id: null, account: null, mayPost: true, edits: "all", scope: "write" };
/** Somebody who may read what is public, and no more. */
export const STRANGER: Viewer = { id: null, account: null, mayPost: false, edits: "none", scope: "write" };
