import { createHash, randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { APIError } from "better-auth/api";
import type { Database } from "#lib/server/db/tables";
import { env } from "#lib/server/env";
import { log } from "#lib/server/log";
import { Problem } from "#lib/server/problem";
import type { Invitation, SignUp } from "#lib/shared/accounts";
import { withHashAhead } from "./password-hash.ts";
import { authFor } from "./visit.ts";

/** How long an invitation can be used, in milliseconds: a week. */
const INVITATION_MS = 7 * 24 * 60 * 60 * 1000;

const hashOf = (token: string) => createHash("sha256").update(token).digest("base64url");

/** Whether the site has an owner already. */
export async function hasAccounts(db: Database): Promise<boolean> {
  const first = await db.selectFrom("accounts").select("id").limit(1).executeTakeFirst();
  return first !== undefined;
}

/** Whether somebody without an invitation can make an account. */
export async function maySignUp(db: Database): Promise<boolean> {
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

/** Uses an invitation up. @returns whether it was good */
async function useInvitation(db: Database, token: string, now: number): Promise<boolean> {
  const used = await db
    .deleteFrom("invitations")
    .where("hash", "=", hashOf(token))
    .where("expires_at", ">", now)
    .returning("hash")
    .execute();
  return used.length > 0;
}

async function accountWith(db: Database, email: string): Promise<string | undefined> {
  return (await db.selectFrom("accounts").select("id").where("email", "=", email).executeTakeFirst())?.id;
}

/**
 * Makes an account: the first one owns the site; others need an invitation, unless SIGN_UP is open. Does nothing, and
 * says nothing of it, where the address has an account already.
 * @throws {Problem} 403
 */
export async function signUp(db: Database, req: IncomingMessage, wish: SignUp, now = Date.now()): Promise<void> {
  const { email, invitation, name, password } = wish;
  const isFirst = !(await hasAccounts(db));
  const isWelcome =
    isFirst || env().SIGN_UP === "open" || (invitation !== undefined && (await useInvitation(db, invitation, now)));
  if (!isWelcome) {
    const title = invitation === undefined ? "Signing up needs an invitation" : "This invitation is no longer good";
    throw new Problem("forbidden", { title, detail: "The owner of the site can make one." });
  }
  const { auth, headers } = await authFor(req);
  const role = isFirst ? "owner" : "author";
  let id: string;
  try {
    const body = { name, email, password, role } as const;
    id = (await withHashAhead(password, () => auth.api.signUpEmail({ body, headers }))).user.id;
  } catch (error) {
    if (!(error instanceof APIError)) throw error;
    // Somebody else was first at the very same moment.
    if (isFirst && (await hasAccounts(db))) return signUp(db, req, wish, now);
    if (await accountWith(db, email)) return;
    throw error;
  }
  // For an address that has an account already better-auth makes up the answer.
  if ((await accountWith(db, email)) === id) log.info({ event: "sign-up", account: id, role }, "an account was made");
}
