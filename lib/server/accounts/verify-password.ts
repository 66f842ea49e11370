import type { IncomingMessage } from "node:http";
import { APIError } from "better-auth/api";
import { clientIp } from "#lib/server/client-ip";
import type { Database } from "#lib/server/db/tables";
import { Problem } from "#lib/server/problem";
import { guessLimit } from "#lib/server/rate-limits";
import { authForRequest } from "./auth-request.ts";
import { noSession, type SignedIn } from "./sessions.ts";

/**
 * Runs `work`, which verifies the current password, within the limit on guesses.
 * @throws {Problem} 400 if the password is wrong; 401 if the session has ended meanwhile; 429 after too many guesses
 */
export async function withPassword<T>(
  db: Database,
  req: IncomingMessage,
  { account }: SignedIn,
  work: (request: Awaited<ReturnType<typeof authForRequest>>) => Promise<T>,
): Promise<T> {
  const guesses = guessLimit(db, { client: clientIp(req), account: account.email });
  await guesses.take();
  try {
    const result = await work(await authForRequest(req));
    await guesses.forgive();
    return result;
  } catch (error) {
    if (!(error instanceof APIError)) throw error;
    if (error.statusCode === 401) throw noSession();
    if (error.statusCode !== 400) throw error;
    throw new Problem("validation", { fields: { currentPassword: ["This is not your password"] } });
  }
}

/** Verifies the current password again before a sensitive change. @throws {Problem} 400; 401; 429 */
export async function requirePassword(
  db: Database,
  req: IncomingMessage,
  session: SignedIn,
  password: string,
): Promise<void> {
  await withPassword(db, req, session, ({ auth, headers }) => auth.api.verifyPassword({ body: { password }, headers }));
}
