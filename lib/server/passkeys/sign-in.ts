import type { IncomingMessage, ServerResponse } from "node:http";
import { generateAuthenticationOptions, verifyAuthenticationResponse } from "@simplewebauthn/server";
import type { Selectable } from "kysely";
import { authForRequest } from "#lib/server/accounts/auth-request";
import { BEARER_CHALLENGE, startSession } from "#lib/server/accounts/sign-in";
import { clientIp } from "#lib/server/client-ip";
import type { Database, PasskeysTable } from "#lib/server/db/tables";
import { log } from "#lib/server/log";
import { Problem } from "#lib/server/problem";
import { guessLimit } from "#lib/server/rate-limits";
import type { Account } from "#lib/shared/accounts";
import type { CredentialProof } from "#lib/shared/passkeys";
import { consumeChallengeCookie, setChallengeCookie } from "./challenge-cookie.ts";
import { CHALLENGE_MS, consumeChallenge, storeChallenge } from "./challenges.ts";
import { getRelyingParty } from "./relying-party.ts";

type Row = Selectable<PasskeysTable>;

/** WebAuthn options for signing in with any passkey. Only this browser can respond, within CHALLENGE_MS. */
export async function passkeyRequestOptions(db: Database, req: IncomingMessage, res: ServerResponse) {
  const options = await generateAuthenticationOptions({
    rpID: getRelyingParty(req).id,
    timeout: CHALLENGE_MS,
    userVerification: "required",
  });
  await storeChallenge(db, `sign-in:${setChallengeCookie(req, res)}`, options.challenge);
  return options;
}

/** Verifies an assertion. @returns its new counter and backup state, or the reason for rejecting it */
async function verifyAssertion(req: IncomingMessage, passkey: Row, credential: CredentialProof, challenge: string) {
  const { id, origin } = getRelyingParty(req);
  if (Buffer.from(credential.response.userHandle, "base64url").toString() !== passkey.account_id) {
    return { reason: "another account's" };
  }
  return verifyAuthenticationResponse({
    response: { ...credential, clientExtensionResults: {} },
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: id,
    requireUserVerification: true,
    credential: {
      id: passkey.credential_id,
      publicKey: Buffer.from(passkey.public_key, "base64url"),
      counter: passkey.counter,
    },
  }).then(
    ({ authenticationInfo, verified }) => (verified ? { info: authenticationInfo } : { reason: "wrong signature" }),
    ({ message }: Error) => ({ reason: message }),
  );
}

/** Stores the counter and time of a use. @returns false if a concurrent sign-in has stored another counter */
async function storeUse(db: Database, { counter, id }: Row, now: number, next: number, isBackedUp: boolean) {
  const updated = await db
    .updateTable("passkeys")
    .set({ counter: next, is_backed_up: isBackedUp ? 1 : 0, used_at: now })
    .where("id", "=", id)
    .where("counter", "=", counter)
    .returning("id")
    .execute();
  return updated.length > 0;
}

/**
 * Signs in with a passkey: the same kind of session and the same limits on guesses as with a password.
 * @throws {Problem} 401; 403 if the account is suspended; 429
 */
export async function signInWithPasskey(
  db: Database,
  req: IncomingMessage,
  res: ServerResponse,
  credential: CredentialProof,
  now = Date.now(),
): Promise<Account> {
  const client = clientIp(req);
  const guesses = guessLimit(db, { client, account: `passkey ${credential.id}` }, "Too many refused passkeys");
  await guesses.take();
  const browserId = consumeChallengeCookie(req, res);
  const challenge = browserId && (await consumeChallenge(db, `sign-in:${browserId}`));
  const passkey = await db
    .selectFrom("passkeys")
    .selectAll()
    .where("credential_id", "=", credential.id)
    .executeTakeFirst();
  const reject = (reason: string, title = "This passkey opens no account here") => {
    const account = passkey?.account_id ?? null;
    log.warn({ event: "sign-in-failed", account, client, reason }, "passkey rejected");
    return new Problem("unauthenticated", { title, headers: BEARER_CHALLENGE });
  };
  if (!challenge) throw reject("no challenge", "This took too long, or was begun elsewhere: try again");
  if (!passkey) throw reject("unknown passkey");
  const { info, reason = "used meanwhile" } = await verifyAssertion(req, passkey, credential, challenge);
  if (!info || !(await storeUse(db, passkey, now, info.newCounter, info.credentialBackedUp))) throw reject(reason);
  await guesses.forgive();
  const { auth, headers } = await authForRequest(req);
  const opened = await auth.api.openSession({ body: { userId: passkey.account_id }, headers, returnHeaders: true });
  return startSession(db, req, res, { ...opened.response, headers: opened.headers, passkey: passkey.id });
}
