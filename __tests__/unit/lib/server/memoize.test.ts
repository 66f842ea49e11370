import type { Database } from "#lib/server/db/tables";
import { memoize, perDatabase } from "#lib/server/memoize";

test("memoize — called twice — computes once, undefined included", () => {
  const compute = jest.fn(() => undefined);
  const get = memoize(compute);
  expect([get(), get()]).toEqual([undefined, undefined]);
  expect(compute).toHaveBeenCalledTimes(1);
});

test("memoize — computing throws or rejects — the next call computes again", async () => {
  const compute = jest.fn<Promise<number>, []>();
  const get = memoize(compute);
  compute.mockImplementationOnce(() => {
    throw new Error("thrown");
  });
  expect(get).toThrow("thrown");
  compute.mockRejectedValueOnce(new Error("rejected"));
  await expect(Promise.all([get(), get()])).rejects.toThrow("rejected");
  compute.mockResolvedValueOnce(3);
  expect([await get(), await get()]).toEqual([3, 3]);
  expect(compute).toHaveBeenCalledTimes(3);
});

test("perDatabase — two databases — one value each", () => {
  const [one, other] = [{}, {}] as Database[];
  const get = perDatabase((db) => ({ db }));
  expect(get(one as Database)).toBe(get(one as Database));
  expect(get(one as Database)).not.toBe(get(other as Database));
});
