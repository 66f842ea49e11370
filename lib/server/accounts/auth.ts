import { betterAuth } from "better-auth";
import type { Database } from "#lib/server/db/tables";
import { env } from "#lib/server/env";
import { log } from "#lib/server/log";
import { perDatabase } from "#lib/server/memoize";
import { getSecret } from "#lib/server/secret";
import { PASSWORD_MAX, PASSWORD_MIN } from "#lib/shared/password";
import { ROLES } from "#lib/shared/roles";
import { cookieName } from "./cookie.ts";
import { sessionOpener } from "./open-session.ts";
import { sendResetLink } from "./reset-email.ts";

/** Lifetime of a session, in seconds: 30 days. */
const SESSION_S = 30 * 24 * 60 * 60;
/** Lifetime of a password reset link, in seconds. */
export const RESET_S = 60 * 60;

/**
 * better-auth on our database: passwords, sessions and their cookies. Only its functions are used; its endpoints are not
 * served, so that our contract, limits and origin check apply.
 */
function createAuth(db: Database, secret: string, isSecure: boolean) {
  return betterAuth({
    baseURL: "http://octavo.invalid",
    secret,
    // The same column types on both engines; see migrations/003-accounts.ts.
    database: { db, type: "sqlite", transaction: true },
    emailAndPassword: {
      enabled: true,
      // The response must not reveal whether an email address has an account.
      autoSignIn: false,
      minPasswordLength: PASSWORD_MIN,
      maxPasswordLength: PASSWORD_MAX,
      resetPasswordTokenExpiresIn: RESET_S,
      revokeSessionsOnPasswordReset: true,
      // Not awaited: the time that sending takes would reveal that the email address has an account.
      sendResetPassword: async ({ user, token }) => void sendResetLink(user.email, token),
      onPasswordReset: async ({ user }) => {
        log.info({ event: "password-reset", account: user.id }, "password reset by link");
      },
    },
    user: {
      modelName: "accounts",
      additionalFields: {
        role: { type: [...ROLES], required: true },
        suspendedAt: { type: "number", fieldName: "suspended_at", required: false },
      },
    },
    account: { modelName: "credentials" },
    // A session has a fixed end; using it does not extend it.
    session: { modelName: "sessions", expiresIn: SESSION_S, disableSessionRefresh: true },
    // Hashed, so that a leaked copy of the database contains no working link.
    // Expired ones are removed by lib/server/housekeeping/, like all temporary data.
    verification: { modelName: "verifications", storeIdentifier: "hashed", disableCleanup: true },
    advanced: {
      useSecureCookies: false,
      cookies: { session_token: { name: cookieName(isSecure) } },
      defaultCookieAttributes: { httpOnly: true, sameSite: "lax", secure: isSecure, path: "/" },
      ipAddress: { ipAddressHeaders: ["x-client-address"] },
    },
    plugins: [sessionOpener],
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    // It would log email addresses.
    logger: { disabled: true },
  });
}

export type Auth = ReturnType<typeof createAuth>;

const authFor = (isSecure: boolean) =>
  perDatabase(async (db) => createAuth(db, env().AUTH_SECRET ?? (await getSecret(db)), isSecure));
const secureAuth = authFor(true);
const insecureAuth = authFor(false);

/** @param isSecure whether the site is served over HTTPS */
export const getAuth = (db: Database, isSecure: boolean): Promise<Auth> =>
  isSecure ? secureAuth(db) : insecureAuth(db);
