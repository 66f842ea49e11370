import type { Viewer } from "#lib/server/viewer";
import type { TestAccount } from "./accounts.ts";

/** An anonymous viewer of a site on which anyone may post and edit. */
export const ANYONE: Viewer = { id: null, account: null, role: "owner", mayPost: true, edits: "all", scope: "write" };
/** An anonymous viewer who may only read what is public. */
export const READER: Viewer = { id: null, account: null, role: null, mayPost: false, edits: "none", scope: "write" };

/** The viewer whom an owner's session identifies. */
export const asOwner = ({ account: { id, name } }: TestAccount): Viewer => ({ ...ANYONE, id, account: { id, name } });
