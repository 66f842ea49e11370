import { setImmediate } from "node:timers/promises";
import { inTransaction } from "#lib/server/db/transaction";
import { createPost } from "#lib/server/posts/write";
import { consume } from "#lib/server/rate-limits";
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
