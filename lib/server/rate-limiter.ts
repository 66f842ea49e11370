import { createHash } from "node:crypto";
import { type RateLimiterAbstract, RateLimiterRes } from "rate-limiter-flexible";
import { engineOf } from "./db/engine.ts";
import type { Database } from "./db/tables.ts";
import { Problem } from "./problem.ts";

/** So many in so many seconds. Counted in the database: by all processes together, and a restart forgives nothing. */
export type Policy = { name: string; quota: number; window: number };

const limiters = new WeakMap<Database, Map<string, RateLimiterAbstract>>();

function limiterOf(db: Database, { name, quota, window }: Policy): RateLimiterAbstract {
  const known = limiters.get(db) ?? new Map<string, RateLimiterAbstract>();
  limiters.set(db, known);
  const id = `${name} ${quota}`;
  const limiter = known.get(id) ?? engineOf(db).rateLimiter({ keyPrefix: name, points: quota, duration: window });
  known.set(id, limiter);
  return limiter;
}

/** Counts one more of `key`. @returns what is left, even where it was too many */
export async function consume(db: Database, policy: Policy, key: string): Promise<RateLimiterRes> {
  return limiterOf(db, policy)
    .consume(key)
    .catch((refusal: unknown) => {
      if (refusal instanceof RateLimiterRes) return refusal;
      throw refusal;
    });
}

/** A person mistypes; a program guesses thousands of times. One client, at one account: */
const GUESSES_HERE: Policy = { name: "guesses", quota: 10, window: 15 * 60 };
/** one client, at any account: */
const GUESSES_BY_CLIENT: Policy = { name: "client-guesses", quota: 50, window: 60 * 60 };
/** any client, at one account: enough for its holder to get in again soon, and few for a dictionary. */
const GUESSES_AT_ACCOUNT: Policy = { name: "account-guesses", quota: 100, window: 60 * 60 };

/** The wrong passwords of a client for an account. */
export function failuresOf(db: Database, { client, account }: { client: string; account: string }) {
  const name = createHash("sha256").update(account).digest("base64url");
  const counts: [Policy, string][] = [
    [GUESSES_HERE, `${client} ${name}`],
    [GUESSES_BY_CLIENT, client],
    [GUESSES_AT_ACCOUNT, name],
  ];
  return {
    /** @throws {Problem} 429 with the seconds to wait */
    async refuseTooMany(): Promise<void> {
      for (const [policy, key] of counts) {
        const state = await limiterOf(db, policy).get(key);
        if (!state || state.consumedPoints < policy.quota) continue;
        const seconds = Math.max(1, Math.ceil(state.msBeforeNext / 1000));
        throw new Problem("too-many-requests", {
          title: "Too many wrong passwords",
          headers: { "Retry-After": String(seconds) },
        });
      }
    },
    async add(): Promise<void> {
      for (const [policy, key] of counts) await consume(db, policy, key);
    },
    /** The right password: what this client got wrong before was a slip. */
    async forgive(): Promise<void> {
      await limiterOf(db, GUESSES_HERE).delete(`${client} ${name}`);
    },
  };
}
