import type { IncomingMessage, ServerResponse } from "node:http";
import { accountViewer } from "#lib/server/authentication";
import type { Database } from "#lib/server/db/tables";
import { deleteUser } from "#lib/server/users/delete";
import { SESSION_VIEWER } from "#lib/server/viewer";
import type { OwnDeletion } from "#lib/shared/account-security";
import { reauthenticate } from "./reauthenticate.ts";
import type { SignedIn } from "./sessions.ts";
import { signOut } from "./sign-in.ts";

/**
 * Deletes the account of a session, and signs out.
 * @throws {Problem} 400; 401 if the account has been suspended meanwhile; 409 if the site would have no owner; 429
 */
export async function deleteOwnAccount(
  db: Database,
  req: IncomingMessage,
  res: ServerResponse,
  session: SignedIn,
  { currentPassword, posts }: OwnDeletion,
): Promise<void> {
  await reauthenticate(db, req, session, currentPassword);
  const { account } = session;
  await deleteUser(db, account.id, { posts }, accountViewer(SESSION_VIEWER + account.id, account, "write"));
  await signOut(req, res);
}
