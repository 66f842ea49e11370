import { createHash } from "node:crypto";
import type { RateLimiterAbstract, RateLimiterRes } from "rate-limiter-flexible";
import { getEngine } from "./db/engine.ts";
import type { Database } from "./db/tables.ts";
import { Problem } from "./problem.ts";

/** So many in so many seconds. Counted in the database: by all processes together, and a restart forgives nothing. */
export type Policy = { name: string; quota: number; window: number };

const limiters = new WeakMap<Database, Map<string, Promise<RateLimiterAbstract>>>();

function getLimiter(db: Database, { name, quota, window }: Policy): Promise<RateLimiterAbstract> {
  const known = limiters.get(db) ?? new Map<string, Promise<RateLimiterAbstract>>();
  limiters.set(db, known);
  const id = `${name} ${quota}`;
  const limiter = known.get(id) ?? getEngine(db).rateLimiter(db, { keyPrefix: name, points: quota, duration: window });
  known.set(id, limiter);
  return limiter;
}

/** Counts one more of `key`. @returns what is left, even where it was too many */
export async function consume(db: Database, policy: Policy, key: string): Promise<RateLimiterRes> {
  return consumeFrom(await getLimiter(db, policy), key);
}

/** The same of a limiter that counts elsewhere. */
export function consumeFrom(limiter: RateLimiterAbstract, key: string): Promise<RateLimiterRes> {
  return limiter.consume(key).catch((refusal: unknown) => {
    // What is too many comes as what would be left, and not as an error.
    if (refusal instanceof Error) throw refusal;
    return refusal as RateLimiterRes;
  });
}

/** A person mistypes; a program guesses thousands of times. One client, at one account: */
const GUESSES_BY_CLIENT_AT_ACCOUNT: Policy = { name: "guesses", quota: 10, window: 15 * 60 };
/** one client, at any account: */
const GUESSES_BY_CLIENT: Policy = { name: "client-guesses", quota: 50, window: 60 * 60 };
/** any client, at one account: few for a dictionary. */
const GUESSES_AT_ACCOUNT: Policy = { name: "account-guesses", quota: 100, window: 60 * 60 };
/** A client from which the account has been signed in to: others' guesses do not lock its holder out there. */
const KNOWN_CLIENT: Policy = { name: "known-client", quota: 1, window: 30 * 24 * 60 * 60 };
/** Letters with a link to a new password, to one address. */
const RESETS: Policy = { name: "resets", quota: 5, window: 60 * 60 };

/** Messages to the owner: from one client, */
const MESSAGES: Policy = { name: "messages", quota: 5, window: 60 * 60 };
/** and from all clients together, so that many of them fill neither the owner's letter-box nor the disk. */
const ALL_MESSAGES: Policy = { name: "all-messages", quota: 100, window: 60 * 60 };

/** Addresses are not kept where they are counted. */
const nameOf = (email: string) => createHash("sha256").update(email).digest("base64url");

/**
 * The passwords that a client tries for an account.
 * @param account its e-mail address, whether it exists or not
 * @param refusal what is said once there were too many
 */
export function guessLimit(
  db: Database,
  { client, account }: { client: string; account: string },
  refusal = "Too many wrong passwords",
) {
  const name = nameOf(account);
  const here = `${client} ${name}`;
  async function countedBy(): Promise<[Policy, string][]> {
    const counts: [Policy, string][] = [
      [GUESSES_BY_CLIENT_AT_ACCOUNT, here],
      [GUESSES_BY_CLIENT, client],
    ];
    const isKnown = (await (await getLimiter(db, KNOWN_CLIENT)).get(here)) !== null;
    return isKnown ? counts : [...counts, [GUESSES_AT_ACCOUNT, name]];
  }
  return {
    /**
     * Counts a guess, before it is known to be wrong: many at once do not slip through together. What one limit refuses
     * is not counted against the next, or a client that is shut out could still shut out others.
     * @throws {Problem} 429 with the seconds to wait
     */
    async take(): Promise<void> {
      for (const [policy, key] of await countedBy()) {
        const { consumedPoints, msBeforeNext } = await consume(db, policy, key);
        if (consumedPoints <= policy.quota) continue;
        const seconds = Math.max(1, Math.ceil(msBeforeNext / 1000));
        throw new Problem("too-many-requests", {
          title: refusal,
          headers: { "Retry-After": String(seconds) },
        });
      }
    },
    /** It was the right one: what this client got wrong at this account before were slips. */
    async forgive(): Promise<void> {
      for (const [policy, key] of await countedBy()) {
        const limiter = await getLimiter(db, policy);
        if (policy === GUESSES_BY_CLIENT_AT_ACCOUNT) await limiter.delete(key);
        else await limiter.reward(key);
      }
      await consume(db, KNOWN_CLIENT, here);
    },
  };
}

/** Counts one more link to a new password. @returns whether it is not too many for this address */
export async function countResetRequest(db: Database, email: string): Promise<boolean> {
  const { consumedPoints } = await consume(db, RESETS, nameOf(email));
  return consumedPoints <= RESETS.quota;
}

/** Counts one more message from a client. @throws {Problem} 429 with the seconds to wait */
export async function limitMessages(db: Database, client: string): Promise<void> {
  for (const [policy, key] of [
    [MESSAGES, client],
    [ALL_MESSAGES, ""],
  ] as const) {
    const { consumedPoints, msBeforeNext } = await consume(db, policy, key);
    if (consumedPoints <= policy.quota) continue;
    const seconds = Math.max(1, Math.ceil(msBeforeNext / 1000));
    throw new Problem("too-many-requests", { title: "Too many messages", headers: { "Retry-After": String(seconds) } });
  }
}
