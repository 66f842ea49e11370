import { setImmediate } from "node:timers/promises";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { inTransaction } from "#lib/server/db/transaction";
import { createPost } from "#lib/server/posts/write";
import { consume, consumeInMemory } from "#lib/server/quotas";
import { travelTo } from "#support/clock";
import { rowsIn, withDatabase } from "#support/database";
import { newPost } from "#support/factories";

const data = withDatabase();

const POLICY = { name: "tests", quota: 2, window: 60 };
const count = () => consume(data.db, POLICY, "ann").then(({ consumedPoints }) => consumedPoints);
const storedPoints = async () => (await rowsIn(data.db, "rate_limits")).map(({ key, points }) => [key, Number(points)]);

test("consume — three calls at once — counted one by one, over the quota too", async () => {
  // In any order.
  expect((await Promise.all([count(), count(), count()])).sort()).toEqual([1, 2, 3]);
  expect(await count()).toBe(4);
  expect(await storedPoints()).toEqual([["tests:ann", 4]]);
});

test("consume — during another transaction that is rolled back — stays counted", async () => {
  await count();
  let counting: Promise<number> | undefined;
  const failing = inTransaction(data.db, async (trx) => {
    await createPost(trx, newPost());
    counting = count();
    await setImmediate();
    throw new Error("no");
  });
  await expect(failing).rejects.toThrow("no");
  expect(await counting).toBe(2);
  expect(await storedPoints()).toEqual([["tests:ann", 2]]);
  expect(await rowsIn(data.db, "posts")).toEqual([]);
});

describe("the clock is set back", () => {
  const NOW = Date.now();
  const HOUR = 3_600_000;
  const at = async (time: number) => {
    travelTo(time);
    return consume(data.db, POLICY, "ann");
  };

  test("an hour, after the quota was exceeded — the client may go on at once, and counts as before", async () => {
    for (let count = 1; count <= 3; count++) expect((await at(NOW)).consumedPoints).toBe(count);
    expect(await at(NOW - HOUR)).toMatchObject({ consumedPoints: 1, remainingPoints: 1, msBeforeNext: 60_000 });
    expect(await at(NOW - HOUR + 10_000)).toMatchObject({ consumedPoints: 2, msBeforeNext: 50_000 });
    expect((await at(NOW - HOUR + 10_000)).consumedPoints).toBe(3);
    expect((await at(NOW - HOUR + 60_000)).consumedPoints).toBe(1);
  });

  test("by less than clocks may differ — what was counted stays, until one window from then", async () => {
    for (let count = 1; count <= 3; count++) await at(NOW);
    expect(await at(NOW - 30_000)).toMatchObject({ consumedPoints: 4, remainingPoints: 0, msBeforeNext: 60_000 });
    // Another process, whose clock is ahead.
    expect((await at(NOW)).consumedPoints).toBe(5);
    expect((await at(NOW + 30_000)).consumedPoints).toBe(1);
  });

  test("a limit in memory — ends with its window, and Retry-After is no longer than that", async () => {
    travelTo(NOW);
    const limiter = new RateLimiterMemory({ keyPrefix: "tests", points: 1, duration: 1 });
    const count = () => consumeInMemory(limiter, "ann");
    await count();
    await count();
    jest.setSystemTime(NOW - HOUR);
    expect(await count()).toMatchObject({ consumedPoints: 3, msBeforeNext: 1_000 });
    // Timers are real.
    while ((await count()).consumedPoints > 1) await new Promise((resolve) => setTimeout(resolve, 50));
  });
});
