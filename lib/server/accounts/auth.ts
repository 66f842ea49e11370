import { betterAuth } from "better-auth";
import type { Database } from "#lib/server/db/tables";
import { env } from "#lib/server/env";
import { log } from "#lib/server/log";
import { perDatabase } from "#lib/server/memoize";
import { getSecret } from "#lib/server/secret";
import { ROLES } from "#lib/shared/accounts";
import { PASSWORD_MAX, PASSWORD_MIN } from "#lib/shared/password";
import { cookieName } from "./cookie.ts";
import { sessionOpener } from "./open-session.ts";
import { getPasswordHash } from "./password-hash.ts";
import { sendResetLink } from "./reset-email.ts";

/** How long a person stays signed in, in seconds: 30 days. */
const SESSION_S = 30 * 24 * 60 * 60;
/** How long a link to a new password works, in seconds. */
export const RESET_S = 60 * 60;

/**
 * better-auth, on our database: passwords, sessions and their cookies. Only its functions are used; its own endpoints are
 * not served, so that the contract, the limits and the origin check are those of every other endpoint.
 */
function createAuth(db: Database, secret: string, isSecure: boolean) {
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
      password: { hash: getPasswordHash },
      resetPasswordTokenExpiresIn: RESET_S,
      revokeSessionsOnPasswordReset: true,
      // Not waited for: how long a letter takes would tell that the address has an account.
      sendResetPassword: async ({ user, token }) => void sendResetLink(user.email, token),
      onPasswordReset: async ({ user }) => {
        log.info({ event: "password-reset", account: user.id }, "a password was set by a link");
      },
    },
    user: { modelName: "accounts", additionalFields: { role: { type: [...ROLES], required: true } } },
    account: { modelName: "credentials" },
    // A session ends when it was said to at its beginning, however much it is used.
    session: { modelName: "sessions", expiresIn: SESSION_S, disableSessionRefresh: true },
    // Whoever reads the database, or a copy of it, finds no link that works.
    verification: { modelName: "verifications", storeIdentifier: "hashed" },
    advanced: {
      useSecureCookies: false,
      cookies: { session_token: { name: cookieName(isSecure) } },
      defaultCookieAttributes: { httpOnly: true, sameSite: "lax", secure: isSecure, path: "/" },
      ipAddress: { ipAddressHeaders: ["x-client-address"] },
    },
    plugins: [sessionOpener],
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    // It would write addresses into the log.
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
