import { createHash, randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { APIError } from "better-auth/api";
import type { Selectable } from "kysely";
import { clientIp } from "#lib/server/client-ip";
import type { Database, InvitationsTable } from "#lib/server/db/tables";
import { env } from "#lib/server/env";
import { log } from "#lib/server/log";
import { Problem } from "#lib/server/problem";
import { guessLimit } from "#lib/server/rate-limits";
import type { Account, Invitation, SignUp } from "#lib/shared/accounts";
import { authForRequest } from "./auth-request.ts";
import { withPrecomputedHash } from "./password-hash.ts";

/** How long an invitation can be used, in milliseconds: a week. */
const INVITATION_MS = 7 * 24 * 60 * 60 * 1000;

const hashOf = (token: string) => createHash("sha256").update(token).digest("base64url");

/** Whether the site has an owner already. */
export async function hasAccounts(db: Database): Promise<boolean> {
  const first = await db.selectFrom("accounts").select("id").limit(1).executeTakeFirst();
  return first !== undefined;
}

/** Whether somebody without an invitation can make an account. */
export async function canSignUp(db: Database): Promise<boolean> {
  return env().SIGN_UP === "open" || !(await hasAccounts(db));
}

/** A link that lets one person sign up within a week. @param origin the site's address */
export async function createInvitation(db: Database, origin: string, now = Date.now()): Promise<Invitation> {
  const token = randomBytes(24).toString("base64url");
  const expires_at = now + INVITATION_MS;
  await db
    .insertInto("invitations")
    .values({ hash: hashOf(token), made_at: now, expires_at })
    .execute();
  return { url: `${origin}/signup?invitation=${token}`, expiresAt: new Date(expires_at).toISOString() };
}

/** Why an invitation does not let anybody in; undefined where it does. One that was used is no longer stored. */
export async function invitationError(
  db: Database,
  token: string,
  now = Date.now(),
): Promise<"used" | "expired" | undefined> {
  const found = await db
    .selectFrom("invitations")
    .select("expires_at")
    .where("hash", "=", hashOf(token))
    .executeTakeFirst();
  if (!found) return "used";
  return found.expires_at > now ? undefined : "expired";
}

const FAULTS = {
  used: "This invitation has been used, or its link is incomplete",
  expired: "This invitation has expired",
};
const forbidden = (title: string) => new Problem("forbidden", { title, detail: "The owner of the site can make one." });

/**
 * Refuses an invitation that no longer works before anything else of a sign-up is looked at, where one is needed.
 * @param token as it was sent; the contract is checked afterwards
 * @throws {Problem} 403
 */
export async function requireOpenInvitation(db: Database, token: unknown): Promise<void> {
  if (typeof token !== "string" || token === "" || (await canSignUp(db))) return;
  const fault = await invitationError(db, token);
  if (fault) throw forbidden(FAULTS[fault]);
}

/** Uses an invitation up: of several requests at once one gets it. @throws {Problem} 403 where it is not good */
async function consumeInvitation(db: Database, token: string, now: number): Promise<Selectable<InvitationsTable>> {
  const consumed = await db
    .deleteFrom("invitations")
    .where("hash", "=", hashOf(token))
    .where("expires_at", ">", now)
    .returningAll()
    .executeTakeFirst();
  if (consumed) return consumed;
  throw forbidden(FAULTS[(await invitationError(db, token, now)) ?? "used"]);
}

async function findAccountByEmail(db: Database, email: string): Promise<string | undefined> {
  return (await db.selectFrom("accounts").select("id").where("email", "=", email).executeTakeFirst())?.id;
}

/**
 * Creates an account: the first one owns the site; others need an invitation, unless SIGN_UP is open. Where the address
 * has an account already nothing happens: who has an invitation is told and keeps it, others are not told.
 * @throws {Problem} 403; 400 for an address that has an account, with an invitation; 429
 */
export async function signUp(db: Database, req: IncomingMessage, wish: SignUp, now = Date.now()): Promise<void> {
  if (!(await hasAccounts(db))) {
    // Where somebody else is first at the very same moment, it is as if this one came later.
    if ((await createAccount(db, req, wish, "owner")) === "not first") await signUp(db, req, wish, now);
  } else if (env().SIGN_UP === "open") {
    await createAccount(db, req, wish, "author");
  } else {
    await signUpInvited(db, req, wish, now);
  }
}

/** Who has an invitation is told, and nobody else. */
const hasAccount = () =>
  new Problem("validation", {
    fields: { email: ["This address has an account already. Sign in with it; the invitation still works"] },
  });

async function signUpInvited(db: Database, req: IncomingMessage, wish: SignUp, now: number): Promise<void> {
  const { email, invitation } = wish;
  if (invitation === undefined) throw forbidden("Signing up needs an invitation");
  await requireOpenInvitation(db, invitation);
  if (await findAccountByEmail(db, email)) {
    // Counted as a guess, so that an invitation is no way to try many addresses.
    await guessLimit(db, { client: clientIp(req), account: email }, "Too many addresses tried").take();
    throw hasAccount();
  }
  const consumed = await consumeInvitation(db, invitation, now);
  const giveBack = () => db.insertInto("invitations").values(consumed).execute();
  const outcome = await createAccount(db, req, wish, "author").catch(async (error: unknown) => {
    // A failure can hide that the account was created all the same.
    if (!(await findAccountByEmail(db, email))) await giveBack();
    throw error;
  });
  if (outcome === "created") return;
  await giveBack();
  throw hasAccount();
}

/** @returns "exists" where the address has an account, "not first" where an owner came first; neither changes anything */
async function createAccount(
  db: Database,
  req: IncomingMessage,
  { email, name, password }: SignUp,
  role: Account["role"],
): Promise<"created" | "exists" | "not first"> {
  const { auth, headers } = await authForRequest(req);
  let id: string;
  try {
    const body = { name, email, password, role };
    id = (await withPrecomputedHash(password, () => auth.api.signUpEmail({ body, headers }))).user.id;
  } catch (error) {
    if (!(error instanceof APIError)) throw error;
    if (role === "owner" && (await hasAccounts(db))) return "not first";
    if (await findAccountByEmail(db, email)) return "exists";
    throw error;
  }
  // For an address that has an account already better-auth makes up the answer.
  if ((await findAccountByEmail(db, email)) !== id) return "exists";
  log.info({ event: "sign-up", account: id, role }, "an account was made");
  return "created";
}
