import type { IncomingMessage } from "node:http";
import type { Redirect } from "next";
import { authenticatePage } from "#lib/server/authentication";
import { isOwner } from "#lib/server/viewer";
import { redirectToSignIn } from "./return-path.ts";

/**
 * Protects a page that only the owner may see.
 * @param path the page's, to return to after signing in
 * @returns undefined for the owner; for others a result of `getServerSideProps`: the sign-in page, or 404 for an author
 */
export async function denyUnlessOwner(
  req: IncomingMessage,
  path: string,
): Promise<{ redirect: Redirect } | { notFound: true } | undefined> {
  const viewer = await authenticatePage(req);
  if (isOwner(viewer)) return undefined;
  return viewer.id === null ? redirectToSignIn(path) : { notFound: true };
}
