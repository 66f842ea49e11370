import { getAuth } from "#lib/server/accounts/auth";
import type { Database } from "#lib/server/db/tables";

/** How long a person has to answer, in milliseconds: enough to look for a telephone. */
export const CHALLENGE_MS = 5 * 60 * 1000;

/** Who may answer a challenge, and what for: whoever is in a session, or the browser that has a cookie. */
export type ChallengeOwner = `add:${string}` | `sign-in:${string}`;

const nameOf = (holder: ChallengeOwner) => `passkey-${holder}`;

/** Keeps a challenge for its holder's answer, whichever instance that comes to. It takes the place of the one before. */
export async function storeChallenge(
  db: Database,
  holder: ChallengeOwner,
  challenge: string,
  now = Date.now(),
): Promise<void> {
  const { internalAdapter } = await (await getAuth(db, false)).$context;
  // Those that nobody answered.
  await db.deleteFrom("verifications").where("expiresAt", "<", new Date(now).toISOString()).execute();
  const expiresAt = new Date(now + CHALLENGE_MS);
  await internalAdapter.createVerificationValue({ identifier: nameOf(holder), value: challenge, expiresAt });
}

/** The holder's challenge, which is gone with that: a second answer finds none. @returns undefined once it is too late */
export async function consumeChallenge(db: Database, holder: ChallengeOwner): Promise<string | undefined> {
  const { internalAdapter } = await (await getAuth(db, false)).$context;
  return (await internalAdapter.consumeVerificationValue(nameOf(holder)))?.value;
}
