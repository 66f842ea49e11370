import { createHash } from "node:crypto";
import type { Database } from "./db/tables.ts";
import { Problem } from "./problem.ts";
import { consume, getLimiter, type Policy } from "./quotas.ts";

/** Password attempts of one client for one account: enough for typing errors. */
const GUESSES_BY_CLIENT_AT_ACCOUNT: Policy = { name: "guesses", quota: 10, window: 15 * 60 };
/** Password attempts of one client for any account. */
const GUESSES_BY_CLIENT: Policy = { name: "client-guesses", quota: 50, window: 60 * 60 };
/** Password attempts of all clients for one account: too few for a dictionary attack. */
const GUESSES_AT_ACCOUNT: Policy = { name: "account-guesses", quota: 100, window: 60 * 60 };
/** A client that has signed in to the account: attempts of other clients do not lock it out. */
const KNOWN_CLIENT: Policy = { name: "known-client", quota: 1, window: 30 * 24 * 60 * 60 };
/** Password reset emails to one email address. */
const RESETS: Policy = { name: "resets", quota: 5, window: 60 * 60 };

/** Emails that confirm a new address: requested by one account, and sent to one address. */
const EMAIL_CHANGES: Policy = { name: "email-changes", quota: 5, window: 60 * 60 };

/** Setup codes that one client tries. Of all clients there is no limit, which would let others lock the owner out. */
const SETUP_CODES: Policy = { name: "setup-codes", quota: 10, window: 15 * 60 };

/** Messages to the owner from one client. */
const MESSAGES: Policy = { name: "messages", quota: 5, window: 60 * 60 };
/** Messages to the owner from all clients, so that many of them fill neither the inbox nor the disk. */
const ALL_MESSAGES: Policy = { name: "all-messages", quota: 100, window: 60 * 60 };

/** Exports of one account: each reads the whole site. */
const EXPORTS: Policy = { name: "exports", quota: 20, window: 60 * 60 };

/** Email addresses are stored as hashes only. */
const emailKey = (email: string) => createHash("sha256").update(email).digest("base64url");

/**
 * Limits the password attempts of a client for an account.
 * @param account its email, whether it exists or not
 * @param refusal the title of the 429
 */
export function guessLimit(
  db: Database,
  { client, account }: { client: string; account: string },
  refusal = "Too many wrong passwords",
) {
  const name = emailKey(account);
  const here = `${client} ${name}`;
  async function countedPolicies(): Promise<[Policy, string][]> {
    const counts: [Policy, string][] = [
      [GUESSES_BY_CLIENT_AT_ACCOUNT, here],
      [GUESSES_BY_CLIENT, client],
    ];
    const isKnown = (await (await getLimiter(db, KNOWN_CLIENT)).get(here)) !== null;
    return isKnown ? counts : [...counts, [GUESSES_AT_ACCOUNT, name]];
  }
  return {
    /**
     * Counts an attempt before the password is checked, so that concurrent attempts cannot exceed the quota. Where one
     * limit refuses, the next is not consumed: otherwise a blocked client could still lock out others.
     * @throws {Problem} 429 with the seconds to wait
     */
    async take(): Promise<void> {
      for (const [policy, key] of await countedPolicies()) await requireQuota(db, policy, key, refusal);
    },
    /** After a correct password: resets the attempts of this client for this account. */
    async forgive(): Promise<void> {
      for (const [policy, key] of await countedPolicies()) {
        const limiter = await getLimiter(db, policy);
        if (policy === GUESSES_BY_CLIENT_AT_ACCOUNT) await limiter.delete(key);
        else await limiter.reward(key);
      }
      await consume(db, KNOWN_CLIENT, here);
    },
  };
}

/** Counts a password reset email. @returns whether the quota of this email address allows it */
export async function countResetRequest(db: Database, email: string): Promise<boolean> {
  const { consumedPoints } = await consume(db, RESETS, emailKey(email));
  return consumedPoints <= RESETS.quota;
}

/** Counts an email that confirms a new address. @throws {Problem} 429 with the seconds to wait */
export async function limitEmailChanges(db: Database, account: string, email: string): Promise<void> {
  const title = "Too many changes of an email address";
  await requireQuota(db, EMAIL_CHANGES, account, title);
  await requireQuota(db, EMAIL_CHANGES, emailKey(email), title);
}

/** Consumes one point of `key`. @throws {Problem} 429 with the seconds to wait, where the quota is exceeded */
async function requireQuota(db: Database, policy: Policy, key: string, title: string): Promise<void> {
  const { consumedPoints, msBeforeNext } = await consume(db, policy, key);
  if (consumedPoints <= policy.quota) return;
  const seconds = Math.max(1, Math.ceil(msBeforeNext / 1000));
  throw new Problem("too-many-requests", { title, headers: { "Retry-After": String(seconds) } });
}

/** Counts a message from a client. @throws {Problem} 429 with the seconds to wait */
export async function limitMessages(db: Database, client: string): Promise<void> {
  await requireQuota(db, MESSAGES, client, "Too many messages");
  await requireQuota(db, ALL_MESSAGES, "", "Too many messages");
}

/** Counts an export of a viewer. @throws {Problem} 429 with the seconds to wait */
export const limitExports = (db: Database, viewer: string) => requireQuota(db, EXPORTS, viewer, "Too many exports");

/** Counts a setup code that a client tries. @throws {Problem} 429 with the seconds to wait */
export const limitSetupCodes = (db: Database, client: string) =>
  requireQuota(db, SETUP_CODES, client, "Too many wrong setup codes");
