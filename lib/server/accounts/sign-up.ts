import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { hashPassword } from "better-auth/crypto";
import { clientIp } from "#lib/server/client-ip";
import { bumpContentVersion } from "#lib/server/content-version";
import type { Database, DatabaseTransaction } from "#lib/server/db/tables";
import { inTransaction } from "#lib/server/db/transaction";
import { env } from "#lib/server/env";
import { invitationNeeded, requireValidInvitation, useInvitation } from "#lib/server/invitations/invitations";
import { log } from "#lib/server/log";
import { Problem } from "#lib/server/problem";
import { guessLimit } from "#lib/server/rate-limits";
import { freeAuthorSlug } from "#lib/server/users/slug";
import type { SignUp } from "#lib/shared/accounts";
import type { Role } from "#lib/shared/roles";
import { hasAccounts } from "./has-accounts.ts";
import { needsSetupCode, requireSetupCode } from "./setup-code.ts";

/** Whether an account can be created without an invitation. */
export async function canSignUp(db: Database): Promise<boolean> {
  return env().SIGN_UP === "open" || !(await hasAccounts(db));
}

/**
 * Rejects an invalid invitation, if one is needed, before the rest of a sign-up is validated.
 * @param token the unvalidated value from the request
 * @throws {Problem} 403
 */
export async function requireOpenInvitation(db: Database, token: unknown): Promise<void> {
  if (typeof token !== "string" || token === "" || (await canSignUp(db))) return;
  await requireValidInvitation(db, token);
}

async function hasEmail(db: Database, email: string): Promise<boolean> {
  return (await db.selectFrom("accounts").select("id").where("email", "=", email).executeTakeFirst()) !== undefined;
}

/** Only for requests with an invitation: others must not learn that the account exists. */
const hasAccount = () =>
  new Problem("validation", {
    fields: { email: ["This address has an account already. Sign in with it; the invitation still works"] },
  });

/** An account to store: its password is hashed before a lock is held, which takes about 0.1 s. */
type NewAccount = Pick<SignUp, "name" | "email"> & { id: string; hash: string };

/**
 * Stores an account as better-auth would. Bumps the content version: the account has an author's page, and the lock on its row
 * lets others find the slug taken.
 * @returns false where the email address has an account already
 */
async function storeAccount(
  trx: DatabaseTransaction,
  { email, hash, id, name }: NewAccount,
  role: Role,
  now: number,
): Promise<boolean> {
  await bumpContentVersion(trx);
  const slug = await freeAuthorSlug(trx, name);
  const times = { createdAt: new Date(now).toISOString(), updatedAt: new Date(now).toISOString() };
  const stored = await trx
    .insertInto("accounts")
    .values({ id, name, slug, email, emailVerified: 0, role, ...times })
    .onConflict((conflict) => conflict.column("email").doNothing())
    .returning("id")
    .executeTakeFirst();
  if (!stored) return false;
  await trx
    .insertInto("credentials")
    .values({ id: randomUUID(), accountId: id, providerId: "credential", userId: id, password: hash, ...times })
    .execute();
  return true;
}

/** @returns undefined where the site has an owner already */
const storeOwner = (db: Database, account: NewAccount, now: number) =>
  inTransaction(db, async (trx) => {
    // The home page no longer asks for an owner. Concurrent first sign-ups wait for this row.
    await bumpContentVersion(trx);
    if (await hasAccounts(trx)) return undefined;
    await storeAccount(trx, account, "owner", now);
    return "owner";
  });

/** @throws {Problem} 403; 400 if the email address has an account: the invitation then stays valid */
const storeInvited = (db: Database, account: NewAccount, token: string, now: number) =>
  inTransaction(db, async (trx) => {
    const role = await useInvitation(trx, token, account.id, now);
    if (!(await storeAccount(trx, account, role, now))) throw hasAccount();
    return role;
  });

/** Rejects a sign-up that needs an invitation and has none, or whose email address has an account. */
async function requireInvited(db: Database, client: string, { email, invitation }: SignUp, now: number) {
  if (invitation === undefined) throw invitationNeeded("Signing up needs an invitation");
  await requireValidInvitation(db, invitation, now);
  if (!(await hasEmail(db, email))) return invitation;
  // Counted as a guess, so that an invitation cannot be used to probe many email addresses.
  await guessLimit(db, { client, account: email }, "Too many addresses tried").take();
  throw hasAccount();
}

/**
 * Creates an account. The first one owns the site, and in production needs the setup code; others need an invitation unless
 * SIGN_UP is open. If the email address has an account already, only a request with an invitation learns that, and the
 * invitation stays valid.
 * @throws {Problem} 403; 400 with an invitation, if the email address has an account; 429
 */
export async function signUp(db: Database, req: IncomingMessage, input: SignUp, now = Date.now()): Promise<void> {
  const { email, name, password, setupCode } = input;
  const client = clientIp(req);
  const isFirst = !(await hasAccounts(db));
  if (isFirst && needsSetupCode) await requireSetupCode(db, client, setupCode);
  const isOpen = env().SIGN_UP === "open";
  const invitation = isFirst || isOpen ? undefined : await requireInvited(db, client, input, now);
  const account = { id: randomUUID(), name, email, hash: await hashPassword(password) };
  let role: Role | undefined;
  if (isFirst) {
    role = await storeOwner(db, account, now);
    // Another request created the owner at the same time: sign up as any later account.
    if (!role) return signUp(db, req, input, now);
  } else if (invitation !== undefined) {
    role = await storeInvited(db, account, invitation, now);
  } else {
    const isStored = await inTransaction(db, (trx) => storeAccount(trx, account, "author", now));
    role = isStored ? "author" : undefined;
  }
  if (role) log.info({ event: "sign-up", account: account.id, role }, "account created");
}
