import type { IncomingMessage } from "node:http";
import type { Database } from "#lib/server/db/tables";
import { Problem } from "#lib/server/problem";
import { RECENT_MINUTES } from "#lib/shared/reauthentication";
import { isPasskeyOnly } from "./passkey-only.ts";
import type { SignedIn } from "./sessions.ts";
import { requirePassword } from "./verify-password.ts";

const refuse = (error: string) => new Problem("validation", { fields: { currentPassword: [error] } });

type Options = {
  /** Whether a session that was opened a moment ago does not do in place of a password. */
  needsPassword?: boolean;
  /** The present time, in milliseconds since 1970. */
  now?: number;
};

/**
 * Makes sure before a sensitive change that it is the account's user who sends it: by the password, or by a session that was
 * opened a moment ago. If the account signs in with passkeys only, others may know the password, and it does not count.
 * @throws {Problem} 400; 429 after too many guesses
 */
export async function reauthenticate(
  db: Database,
  req: IncomingMessage,
  session: SignedIn,
  currentPassword = "",
  { needsPassword = false, now = Date.now() }: Options = {},
): Promise<void> {
  const isRecent = now - session.openedAt < RECENT_MINUTES * 60_000;
  if (await isPasskeyOnly(db, session.account.id)) {
    if (!isRecent)
      throw refuse("Confirm with a passkey first, or sign in again: this account does not use its password");
  } else if (currentPassword !== "") await requirePassword(db, req, session, currentPassword);
  else if (needsPassword) throw refuse("Password is required");
  else if (!isRecent) throw refuse(`Password is required: you signed in more than ${RECENT_MINUTES} minutes ago`);
}
