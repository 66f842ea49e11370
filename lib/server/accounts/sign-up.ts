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

/** Lifetime of an invitation, in milliseconds: a week. */
const INVITATION_MS = 7 * 24 * 60 * 60 * 1000;

const hashOf = (token: string) => createHash("sha256").update(token).digest("base64url");

/** Whether the site has an owner already. */
export async function hasAccounts(db: Database): Promise<boolean> {
  const first = await db.selectFrom("accounts").select("id").limit(1).executeTakeFirst();
  return first !== undefined;
}

/** Whether an account can be created without an invitation. */
export async function canSignUp(db: Database): Promise<boolean> {
  return env().SIGN_UP === "open" || !(await hasAccounts(db));
}

/** Creates a link with which one person can sign up within a week. @param origin the origin of the site's URLs */
export async function createInvitation(db: Database, origin: string, now = Date.now()): Promise<Invitation> {
  const token = randomBytes(24).toString("base64url");
  const expires_at = now + INVITATION_MS;
  await db
    .insertInto("invitations")
    .values({ hash: hashOf(token), made_at: now, expires_at })
    .execute();
  return { url: `${origin}/signup?invitation=${token}`, expiresAt: new Date(expires_at).toISOString() };
}

/** Why an invitation is invalid; undefined if it is valid. Used ones are deleted. */
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

const INVITATION_ERRORS = {
  used: "This invitation has been used, or its link is incomplete",
  expired: "This invitation has expired",
};
const forbidden = (title: string) =>
  new Problem("forbidden", { title, detail: "The owner of the site can create one." });

/**
 * Rejects an invalid invitation, if one is needed, before the rest of a sign-up is validated.
 * @param token the unvalidated value from the request
 * @throws {Problem} 403
 */
export async function requireOpenInvitation(db: Database, token: unknown): Promise<void> {
  if (typeof token !== "string" || token === "" || (await canSignUp(db))) return;
  const error = await invitationError(db, token);
  if (error) throw forbidden(INVITATION_ERRORS[error]);
}

/** Deletes an invitation; of concurrent requests, one succeeds. @throws {Problem} 403 if it is invalid */
async function consumeInvitation(db: Database, token: string, now: number): Promise<Selectable<InvitationsTable>> {
  const consumed = await db
    .deleteFrom("invitations")
    .where("hash", "=", hashOf(token))
    .where("expires_at", ">", now)
    .returningAll()
    .executeTakeFirst();
  if (consumed) return consumed;
  throw forbidden(INVITATION_ERRORS[(await invitationError(db, token, now)) ?? "used"]);
}

async function findAccountByEmail(db: Database, email: string): Promise<string | undefined> {
  return (await db.selectFrom("accounts").select("id").where("email", "=", email).executeTakeFirst())?.id;
}

/**
 * Creates an account. The first one owns the site; others need an invitation unless SIGN_UP is open. If the email address has
 * an account already, only a request with an invitation learns that, and the invitation stays valid.
 * @throws {Problem} 403; 400 with an invitation, if the email address has an account; 429
 */
export async function signUp(db: Database, req: IncomingMessage, input: SignUp, now = Date.now()): Promise<void> {
  if (!(await hasAccounts(db))) {
    // Another request created the owner at the same time: sign up as any later account.
    if ((await createAccount(db, req, input, "owner")) === "owner exists") await signUp(db, req, input, now);
  } else if (env().SIGN_UP === "open") {
    await createAccount(db, req, input, "author");
  } else {
    await signUpInvited(db, req, input, now);
  }
}

/** Only for requests with an invitation: others must not learn that the account exists. */
const hasAccount = () =>
  new Problem("validation", {
    fields: { email: ["This address has an account already. Sign in with it; the invitation still works"] },
  });

async function signUpInvited(db: Database, req: IncomingMessage, input: SignUp, now: number): Promise<void> {
  const { email, invitation } = input;
  if (invitation === undefined) throw forbidden("Signing up needs an invitation");
  await requireOpenInvitation(db, invitation);
  if (await findAccountByEmail(db, email)) {
    // Counted as a guess, so that an invitation cannot be used to probe many email addresses.
    await guessLimit(db, { client: clientIp(req), account: email }, "Too many addresses tried").take();
    throw hasAccount();
  }
  const consumed = await consumeInvitation(db, invitation, now);
  const restoreInvitation = () => db.insertInto("invitations").values(consumed).execute();
  const outcome = await createAccount(db, req, input, "author").catch(async (error: unknown) => {
    // The account may exist despite the error.
    if (!(await findAccountByEmail(db, email))) await restoreInvitation();
    throw error;
  });
  if (outcome === "created") return;
  await restoreInvitation();
  throw hasAccount();
}

/** @returns "exists" if the email address has an account, "owner exists" if the site has an owner already; neither changes anything */
async function createAccount(
  db: Database,
  req: IncomingMessage,
  { email, name, password }: SignUp,
  role: Account["role"],
): Promise<"created" | "exists" | "owner exists"> {
  const { auth, headers } = await authForRequest(req);
  let id: string;
  try {
    const body = { name, email, password, role };
    id = (await withPrecomputedHash(password, () => auth.api.signUpEmail({ body, headers }))).user.id;
  } catch (error) {
    if (!(error instanceof APIError)) throw error;
    if (role === "owner" && (await hasAccounts(db))) return "owner exists";
    if (await findAccountByEmail(db, email)) return "exists";
    throw error;
  }
  // For an existing account, better-auth responds with an invented user.
  if ((await findAccountByEmail(db, email)) !== id) return "exists";
  log.info({ event: "sign-up", account: id, role }, "account created");
  return "created";
}
