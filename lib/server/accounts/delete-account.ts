import type { IncomingMessage, ServerResponse } from "node:http";
import { authenticatePage } from "#lib/server/authentication";
import type { Database } from "#lib/server/db/tables";
import { deleteUser } from "#lib/server/users/delete";
import type { OwnDeletion } from "#lib/shared/account-security";
import { reauthenticate } from "./reauthenticate.ts";
import type { SignedIn } from "./sessions.ts";
import { signOut } from "./sign-in.ts";

/**
 * Deletes the account of a session, and signs out.
 * @throws {Problem} 400; 409 if the site would have no owner; 429
 */
export async function deleteOwnAccount(
  db: Database,
  req: IncomingMessage,
  res: ServerResponse,
  session: SignedIn,
  { currentPassword, posts }: OwnDeletion,
): Promise<void> {
  await reauthenticate(db, req, session, currentPassword);
  await deleteUser(db, session.account.id, { posts }, await authenticatePage(req));
  await signOut(req, res);
}
