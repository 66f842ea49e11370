import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { generateRegistrationOptions, verifyRegistrationResponse } from "@simplewebauthn/server";
import type { SignedIn } from "#lib/server/accounts/sessions";
import type { Database } from "#lib/server/db/tables";
import { log } from "#lib/server/log";
import { Problem } from "#lib/server/problem";
import { siteSettings } from "#lib/server/site/site";
import type { NewCredential, NewPasskey, Passkey } from "#lib/shared/passkeys";
import { CHALLENGE_MS, consumeChallenge, storeChallenge } from "./challenges.ts";
import { toPasskey } from "./passkeys.ts";
import { ALGORITHMS, getRelyingParty } from "./relying-party.ts";

/** WebAuthn options for creating a passkey. Only this session can add it, within CHALLENGE_MS. */
export async function passkeyCreationOptions(db: Database, req: IncomingMessage, { account, sessionId }: SignedIn) {
  const existing = await db
    .selectFrom("passkeys")
    .select(["credential_id", "transports"])
    .where("account_id", "=", account.id)
    .execute();
  const options = await generateRegistrationOptions({
    rpName: (await siteSettings()).title,
    rpID: getRelyingParty(req).id,
    userID: new TextEncoder().encode(account.id),
    userName: account.email,
    userDisplayName: account.name,
    timeout: CHALLENGE_MS,
    // The authenticator's make does not matter.
    attestationType: "none",
    // One passkey per device and account.
    excludeCredentials: existing.map(({ credential_id: id, transports }) => ({
      id,
      transports: JSON.parse(transports),
    })),
    // Discoverable without an email address, and two factors in one: see docs/decisions/014.
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
    supportedAlgorithmIDs: ALGORITHMS,
  });
  await storeChallenge(db, `add:${sessionId}`, options.challenge);
  return options;
}

/** Verifies a new credential. @throws {Problem} 400 if its challenge or origin does not match */
async function verifyCredential(req: IncomingMessage, credential: NewCredential, challenge: string | undefined) {
  if (challenge === undefined) {
    throw new Problem("validation", { title: "This took too long, or was begun elsewhere: try again" });
  }
  const { id, origin } = getRelyingParty(req);
  const { registrationInfo } = await verifyRegistrationResponse({
    response: { ...credential, clientExtensionResults: {} },
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: id,
    requireUserVerification: true,
    supportedAlgorithmIDs: ALGORITHMS,
  }).catch(({ message: reason }: Error) => {
    log.warn({ event: "passkey-refused", reason }, "new passkey rejected");
    return { registrationInfo: undefined };
  });
  if (registrationInfo) return registrationInfo;
  throw new Problem("validation", { title: "This passkey could not be checked" });
}

/** Stores a new passkey. @throws {Problem} 400 if it is invalid or exists already */
export async function addPasskey(
  db: Database,
  req: IncomingMessage,
  { account, sessionId }: SignedIn,
  { credential: response, name }: NewPasskey,
  now = Date.now(),
): Promise<Passkey> {
  const verified = await verifyCredential(req, response, await consumeChallenge(db, `add:${sessionId}`));
  const { credential, credentialBackedUp, credentialDeviceType } = verified;
  const row = {
    id: randomUUID(),
    account_id: account.id,
    name,
    credential_id: credential.id,
    public_key: Buffer.from(credential.publicKey).toString("base64url"),
    counter: credential.counter,
    transports: JSON.stringify(response.response.transports),
    is_synced: credentialDeviceType === "multiDevice" ? 1 : 0,
    is_backed_up: credentialBackedUp ? 1 : 0,
    created_at: now,
    used_at: null,
  };
  const [created] = await db
    .insertInto("passkeys")
    .values(row)
    .onConflict((conflict) => conflict.column("credential_id").doNothing())
    .returning("id")
    .execute();
  if (!created) throw new Problem("validation", { title: "This passkey is in use already" });
  log.info({ event: "passkey-added", account: account.id, passkey: row.id }, "passkey added");
  return toPasskey(row);
}
