import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { generateRegistrationOptions, verifyRegistrationResponse } from "@simplewebauthn/server";
import type { SignedIn } from "#lib/server/accounts/sessions";
import type { Database } from "#lib/server/db/tables";
import { env } from "#lib/server/env";
import { log } from "#lib/server/log";
import { Problem } from "#lib/server/problem";
import type { NewCredential, NewPasskey, Passkey } from "#lib/shared/passkeys";
import { CHALLENGE_MS, consumeChallenge, storeChallenge } from "./challenges.ts";
import { toPasskey } from "./passkeys.ts";
import { ALGORITHMS, getRelyingParty } from "./relying-party.ts";

/** What the browser is to make a passkey of. Only this session can add it, within five minutes. */
export async function passkeyCreationOptions(db: Database, req: IncomingMessage, { account, sessionId }: SignedIn) {
  const known = await db
    .selectFrom("passkeys")
    .select(["credential_id", "transports"])
    .where("account_id", "=", account.id)
    .execute();
  const options = await generateRegistrationOptions({
    rpName: env().SITE_TITLE,
    rpID: getRelyingParty(req).id,
    userID: new TextEncoder().encode(account.id),
    userName: account.email,
    userDisplayName: account.name,
    timeout: CHALLENGE_MS,
    // Which make of authenticator it is, nobody here asks.
    attestationType: "none",
    // No device needs two for one account.
    excludeCredentials: known.map(({ credential_id: id, transports }) => ({ id, transports: JSON.parse(transports) })),
    // It is found without an address, and stands for what one has and what one is or knows: see docs/decisions/014.
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
    supportedAlgorithmIDs: ALGORITHMS,
  });
  await storeChallenge(db, `add:${sessionId}`, options.challenge);
  return options;
}

/** @throws {Problem} 400 where the browser's answer is none to our challenge, or of another site */
async function checked(req: IncomingMessage, credential: NewCredential, challenge: string | undefined) {
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
    log.warn({ event: "passkey-refused", reason }, "a new passkey was refused");
    return { registrationInfo: undefined };
  });
  if (registrationInfo) return registrationInfo;
  throw new Problem("validation", { title: "This passkey could not be checked" });
}

/** @throws {Problem} 400 for a passkey that is not good, or not new */
export async function addPasskey(
  db: Database,
  req: IncomingMessage,
  { account, sessionId }: SignedIn,
  { credential: answer, name }: NewPasskey,
  now = Date.now(),
): Promise<Passkey> {
  const found = await checked(req, answer, await consumeChallenge(db, `add:${sessionId}`));
  const { credential, credentialBackedUp, credentialDeviceType } = found;
  const row = {
    id: randomUUID(),
    account_id: account.id,
    name,
    credential_id: credential.id,
    public_key: Buffer.from(credential.publicKey).toString("base64url"),
    counter: credential.counter,
    transports: JSON.stringify(answer.response.transports),
    is_synced: credentialDeviceType === "multiDevice" ? 1 : 0,
    is_backed_up: credentialBackedUp ? 1 : 0,
    created_at: now,
    used_at: null,
  };
  const [made] = await db
    .insertInto("passkeys")
    .values(row)
    .onConflict((conflict) => conflict.column("credential_id").doNothing())
    .returning("id")
    .execute();
  if (!made) throw new Problem("validation", { title: "This passkey is in use already" });
  log.info({ event: "passkey-added", account: account.id, passkey: row.id }, "a passkey was added");
  return toPasskey(row);
}
