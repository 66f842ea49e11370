import { median, ratio, spread } from "../../../bench/statistics.ts";

test("median — odd and even counts — the middle, or the mean of the middle two", () => {
  expect([median([3]), median([9, 1, 2]), median([4, 1, 3, 2])]).toEqual([3, 2, 2.5]);
  expect(() => median([])).toThrow("nothing");
});

test("ratio — several rounds — the ratio of the medians, with the spread of the rounds' ratios", () => {
  // A round in which the machine was busy makes both slow, and the ratio of that round stays what it is.
  expect(ratio([80, 40, 90], [100, 50, 100])).toEqual({ value: 0.8, least: 0.8, greatest: 0.9 });
});

test("spread — several values — their range relative to the median", () => {
  expect(spread([90, 100, 110])).toBe(0.2);
});
