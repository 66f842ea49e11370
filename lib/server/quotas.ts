import type { RateLimiterAbstract, RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { getEngine } from "./db/engine.ts";
import type { Database } from "./db/tables.ts";
import { CLOCK_SKEW_MS } from "./housekeeping/clock-skew.ts";
import { perDatabase } from "./memoize.ts";

/** `quota` points per `window` of seconds. Counted in the database: shared by all processes, and not reset by a restart. */
export type Policy = { name: string; quota: number; window: number };

/** How much of a quota a key has consumed, the points that are left, and the milliseconds until its window ends. */
export type Consumed = Pick<RateLimiterRes, "consumedPoints" | "remainingPoints" | "msBeforeNext">;

const limitersOf = perDatabase(() => new Map<string, Promise<RateLimiterAbstract>>());

/** The limiter of a policy, for what `consume` does not do. */
export function getLimiter(db: Database, { name, quota, window }: Policy): Promise<RateLimiterAbstract> {
  const limiters = limitersOf(db);
  const id = `${name} ${quota}`;
  const limiter =
    limiters.get(id) ?? getEngine(db).rateLimiter(db, { keyPrefix: name, points: quota, duration: window });
  limiters.set(id, limiter);
  return limiter;
}

/**
 * Shortens the count of a key that ends later than its window can: the clock has been set back since, or that of another process
 * is ahead. Points of the time before a clock was set back do not count any more, those of another process do.
 */
async function shorten(db: Database, key: string, windowMs: number): Promise<number | undefined> {
  const now = Date.now();
  const shortened = await db
    .updateTable("rate_limits")
    .set((eb) => ({
      expire: now + windowMs,
      points: eb
        .case()
        .when("expire", ">", now + windowMs + CLOCK_SKEW_MS)
        .then(eb.lit(1))
        .else(eb.ref("points"))
        .end(),
    }))
    .where("key", "=", key)
    .where("expire", ">", now + windowMs)
    .returning("points")
    .executeTakeFirst();
  return shortened && Number(shortened.points);
}

/** Consumes one point of `key`. @returns the result, also where the quota is exceeded */
export async function consume(db: Database, policy: Policy, key: string): Promise<Consumed> {
  const limiter = await getLimiter(db, policy);
  const result = await take(limiter, key);
  const windowMs = policy.window * 1000;
  if (result.msBeforeNext > windowMs) {
    const consumedPoints = (await shorten(db, limiter.getKey(key), windowMs)) ?? result.consumedPoints;
    return { consumedPoints, remainingPoints: Math.max(0, policy.quota - consumedPoints), msBeforeNext: windowMs };
  }
  return result;
}

/** `consume` for a limiter that counts in memory, whose windows end by timers, whatever the clock is set to. */
export async function consumeInMemory(limiter: RateLimiterMemory, key: string): Promise<Consumed> {
  const { consumedPoints, msBeforeNext, remainingPoints } = await take(limiter, key);
  return { consumedPoints, remainingPoints, msBeforeNext: Math.min(msBeforeNext, limiter.duration * 1000) };
}

function take(limiter: RateLimiterAbstract, key: string): Promise<RateLimiterRes> {
  return limiter.consume(key).catch((refusal: unknown) => {
    // An exceeded quota rejects with the result instead of an error.
    if (refusal instanceof Error) throw refusal;
    return refusal as RateLimiterRes;
  });
}
