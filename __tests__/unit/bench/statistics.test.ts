import { median, ratio, spread } from "../../../bench/statistics.ts";

test("the median is the middle, or the mean of the middle two", () => {
  expect([median([3]), median([9, 1, 2]), median([4, 1, 3, 2])]).toEqual([3, 2, 2.5]);
  expect(() => median([])).toThrow("nothing");
});

test("a ratio is that of the medians; its spread is that of the rounds", () => {
  // A round in which the machine was busy makes both slow, and the ratio of that round stays what it is.
  expect(ratio([80, 40, 90], [100, 50, 100])).toEqual({ value: 0.8, least: 0.8, greatest: 0.9 });
});

test("a spread is a part of the median", () => {
  expect(spread([90, 100, 110])).toBe(0.2);
});
