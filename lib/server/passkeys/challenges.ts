import { getAuth } from "#lib/server/accounts/auth";
import type { Database } from "#lib/server/db/tables";

/** Lifetime of a challenge, in milliseconds: long enough to find one's phone. */
export const CHALLENGE_MS = 5 * 60 * 1000;

/** What a challenge is bound to: a session (adding a passkey) or the browser id of a challenge cookie (signing in). */
export type ChallengeOwner = `add:${string}` | `sign-in:${string}`;

const identifierOf = (owner: ChallengeOwner) => `passkey-${owner}`;

/** Stores a challenge in the database, so that any instance can verify the response. Replaces the owner's previous one. */
export async function storeChallenge(
  db: Database,
  owner: ChallengeOwner,
  challenge: string,
  now = Date.now(),
): Promise<void> {
  const { internalAdapter } = await (await getAuth(db, false)).$context;
  const expiresAt = new Date(now + CHALLENGE_MS);
  await internalAdapter.createVerificationValue({ identifier: identifierOf(owner), value: challenge, expiresAt });
}

/** Deletes and returns the owner's challenge, so that it works once. @returns undefined if it has expired */
export async function consumeChallenge(db: Database, owner: ChallengeOwner): Promise<string | undefined> {
  const { internalAdapter } = await (await getAuth(db, false)).$context;
  return (await internalAdapter.consumeVerificationValue(identifierOf(owner)))?.value;
}
