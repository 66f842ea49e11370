import type { Role } from "#lib/shared/roles";
import { Problem } from "./problem.ts";

/** Who sends a request, and what they may do. */
export type Viewer = {
  /** Identifies an authenticated viewer (an account, a key); null for an anonymous one. */
  id: string | null;
  /** The account that owns the posts this viewer creates; null for posts without an account. */
  account: { id: string; name: string } | null;
  /** The account's role; that of the key in API_KEY is `owner`. null for an anonymous viewer. */
  role: Role | null;
  mayPost: boolean;
  /** Which posts they may edit, and see before they are public. `unsigned` are those without an account. */
  edits: "all" | "own" | "unsigned" | "none";
  /** A read-only key changes nothing, whatever its account may do. */
  scope: "read" | "write";
};

/** Sees what is public and may do nothing: the viewer that public, cacheable responses are rendered for. */
export const ANONYMOUS: Viewer = { id: null, account: null, role: null, mayPost: false, edits: "none", scope: "read" };

/** The operator, who runs commands on the machine with the database: an owner without an account. */
export const OPERATOR: Viewer = {
  id: "operator",
  account: null,
  role: "owner",
  mayPost: true,
  edits: "all",
  scope: "write",
};

/** What the id of a viewer with a session begins with; the id of the account follows. */
export const SESSION_VIEWER = "account ";

/** Explains to an API client how to authenticate (RFC 6750, section 3). */
export const BEARER_CHALLENGE = { "WWW-Authenticate": 'Bearer realm="Octavo"' };

/** @throws {Problem} 401 for an anonymous viewer, with how to authenticate */
export function requireAuthenticated(viewer: Pick<Viewer, "id">): void {
  if (viewer.id !== null) return;
  throw new Problem("unauthenticated", {
    title: "You have to sign in, or send an API key",
    detail: "Sign in at /login, or send the header Authorization: Bearer <key>. Keys are created at /account/keys.",
    headers: BEARER_CHALLENGE,
  });
}

/**
 * The id of the viewer's account.
 * @throws {Problem} 401 for an anonymous viewer, 403 for the key in the setting API_KEY, which belongs to no account
 */
export function requireAccount(viewer: Viewer): string {
  requireAuthenticated(viewer);
  if (viewer.account) return viewer.account.id;
  throw new Problem("forbidden", { title: "This needs an account; the key in API_KEY belongs to none" });
}

/** Whether the viewer is an owner of the site, or a key of one. */
export const isOwner = ({ role }: Pick<Viewer, "role">) => role === "owner";

/** Whether the viewer may edit everything that readers see: an owner or an editor, or a key of one. */
export const isEditor = ({ role }: Viewer) => role === "owner" || role === "editor";

/** @throws {Problem} 401 for an anonymous viewer, 403 for an author or editor */
export function requireOwnerRole(viewer: Pick<Viewer, "id" | "role">): void {
  if (isOwner(viewer)) return;
  requireAuthenticated(viewer);
  throw new Problem("forbidden", { title: "Only the owner may do that" });
}

/** @throws {Problem} 401 for an anonymous viewer, 403 for an author */
export function requireEditorRole(viewer: Viewer): void {
  if (isEditor(viewer)) return;
  requireAuthenticated(viewer);
  throw new Problem("forbidden", { title: "Only the owner and editors may do that" });
}

/** @throws {Problem} 403 for a read-only key */
export function requireWriteScope({ scope }: Viewer): void {
  if (scope !== "write") throw new Problem("forbidden", { title: "This API key may only read" });
}
