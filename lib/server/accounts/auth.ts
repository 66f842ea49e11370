import { betterAuth } from "better-auth";
import { sendResetLink } from "#lib/server/accounts/reset-mail";
import type { Database } from "#lib/server/db/tables";
import { env } from "#lib/server/env";
import { secretOf } from "#lib/server/secret";
import { PASSWORD_MAX, PASSWORD_MIN, ROLES } from "#lib/shared/accounts";
import { cookieName } from "./cookie.ts";

/** How long a person stays signed in, in seconds: 30 days. */
const SESSION_S = 30 * 24 * 60 * 60;
/** How long a link to a new password works, in seconds. */
export const RESET_S = 60 * 60;

/**
 * better-auth, on our database: passwords, sessions and their cookies. Only its functions are used; its own endpoints are
 * not served, so that the contract, the limits and the origin check are those of every other endpoint.
 */
function makeAuth(db: Database, secret: string, isSecure: boolean) {
  return betterAuth({
    baseURL: "http://octavo.invalid",
    secret,
    // One form of row on every engine; see migrations/003-accounts.ts.
    database: { db, type: "sqlite", transaction: true },
    emailAndPassword: {
      enabled: true,
      // Says the same of an address that has an account and of one that has none.
      autoSignIn: false,
      minPasswordLength: PASSWORD_MIN,
      maxPasswordLength: PASSWORD_MAX,
      resetPasswordTokenExpiresIn: RESET_S,
      revokeSessionsOnPasswordReset: true,
      sendResetPassword: async ({ user, token }) => sendResetLink(user.email, token),
    },
    user: { modelName: "accounts", additionalFields: { role: { type: [...ROLES], required: true } } },
    account: { modelName: "credentials" },
    session: { modelName: "sessions", expiresIn: SESSION_S },
    verification: { modelName: "verifications" },
    advanced: {
      useSecureCookies: false,
      cookies: { session_token: { name: cookieName(isSecure) } },
      defaultCookieAttributes: { httpOnly: true, sameSite: "lax", secure: isSecure, path: "/" },
      ipAddress: { ipAddressHeaders: ["x-client-address"] },
    },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    // It would write addresses into the log.
    logger: { disabled: true },
  });
}

export type Auth = ReturnType<typeof makeAuth>;

const instances = new WeakMap<Database, Map<boolean, Auth>>();

/** @param isSecure whether the site is visited by https */
export async function authOf(db: Database, isSecure: boolean): Promise<Auth> {
  const known = instances.get(db) ?? new Map<boolean, Auth>();
  instances.set(db, known);
  const auth = known.get(isSecure) ?? makeAuth(db, env().AUTH_SECRET ?? (await secretOf(db)), isSecure);
  known.set(isSecure, auth);
  return auth;
}
