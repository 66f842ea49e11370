import { median } from "../statistics.ts";

/** A value over time. */
export type Point = { minute: number; value: number };

/** The median of the slopes between all pairs of points (Theil-Sen), which single peaks do not change: per minute. */
export function slope(points: Point[]): number {
  const slopes = points.flatMap((a, index) =>
    points.slice(index + 1).map((b) => (b.value - a.value) / (b.minute - a.minute)),
  );
  return median(slopes);
}

/** How much a value may grow over the second half of a soak, and still counts as level. */
export type Tolerance = {
  /** As a fraction of its median. */
  fraction: number;
  /** In its unit, for values that are small anyway. */
  amount: number;
};

export type Trend = {
  /** The median of each half. */
  first: number;
  second: number;
  /** Over the second half, by its slope. */
  growth: number;
  /** The largest growth that counts as level. */
  allowed: number;
  isLevel: boolean;
};

/** Whether a value has levelled off: whether it grows over the second half by no more than the tolerance. */
export function trendOf(points: Point[], { amount, fraction }: Tolerance): Trend {
  const end = points.at(-1)?.minute ?? 0;
  const half = points.filter(({ minute }) => minute >= end / 2);
  const valuesOf = (some: Point[]) => some.map(({ value }) => value);
  const second = median(valuesOf(half));
  const growth = slope(half) * (end - (half[0]?.minute ?? 0));
  const allowed = Math.max(amount, fraction * second);
  const first = median(valuesOf(points.filter(({ minute }) => minute < end / 2)));
  return { first, second, growth, allowed, isLevel: growth <= allowed };
}
