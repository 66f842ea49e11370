import { plot } from "../../../bench/soak/plot.ts";
import { soakTable, verdicts, work } from "../../../bench/soak/report.ts";
import { MEASURES, type Soak } from "../../../bench/soak/soak.ts";
import { type Point, slope, trendOf } from "../../../bench/soak/trend.ts";

/** A point every five seconds of 15 minutes. */
const over = (valueAt: (minute: number) => number): Point[] =>
  Array.from({ length: 180 }, (_, index) => ({ minute: index / 12, value: valueAt(index / 12) }));
/** Noise that is the same each time. */
const noise = (minute: number) => 10 * Math.sin(minute * 137);
const TOLERANCE = { fraction: 0.1, amount: 5 };

describe("trendOf", () => {
  test.each<[string, (minute: number) => number, boolean]>([
    ["noise", (minute) => 100 + noise(minute), true],
    ["growth that ends before the second half", (minute) => Math.min(minute, 7) * 50 + noise(minute), true],
    ["peaks", (minute) => 100 + (Math.round(minute * 12) % 10 === 0 ? 1_000 : 0), true],
    ["a saw tooth", (minute) => 100 + (minute % 1) * 50, true],
    ["decline", (minute) => 1_000 - 20 * minute, true],
    ["growth of a fifth over the second half", (minute) => 100 + minute * 4 + noise(minute), false],
    ["growth that begins in the second half", (minute) => 100 + Math.max(0, minute - 8) * 10, false],
    ["a small value that grows by less than the amount", (minute) => 1 + minute * 0.5, true],
  ])("%s", (_, valueAt, isLevel) => {
    expect(trendOf(over(valueAt), TOLERANCE).isLevel).toBe(isLevel);
  });

  test("a line — its slope, and its growth over the second half", () => {
    expect(slope(over((minute) => 3 * minute))).toBeCloseTo(3);
    expect(
      trendOf(
        over((minute) => 3 * minute),
        TOLERANCE,
      ).growth,
    ).toBeCloseTo(22.25, 0);
  });
});

const SOAKS: Soak[] = ["SQLite", "PostgreSQL"].map((engine) => ({
  engine,
  minutes: 15,
  series: {
    heap: over(() => 60),
    memory: over((minute) => 300 + 20 * minute),
    ...(engine === "SQLite" && { wal: over(() => 4) }),
  },
  counts: { reads: 1_234 },
  failures: ["GET / responded 500"],
}));

test("soakTable — a row for each measure of each engine, with its verdict", () => {
  const table = soakTable(SOAKS.flatMap(verdicts));
  expect(table.split("\n")).toHaveLength(2 + 3 + 2);
  expect(table).toContain("| heap after a full collection | SQLite | 60 MiB | 60 MiB | 0 MiB | +6 MiB | yes |");
  expect(table).toMatch(/\| resident memory \| PostgreSQL \|.*\| \*\*no\*\* \|/);
});

test("work — how often each part has run, and what failed", () => {
  expect(work(SOAKS[0] as Soak)).toBe("On SQLite, in 15 minutes: 1,234 reads; 1 unexpected responses.");
});

describe("plot", () => {
  const svg = plot(SOAKS, "Heap & memory");

  test("has a title, a description, and a panel for each measure that was taken", () => {
    expect(svg).toContain('role="img" aria-labelledby="title description"');
    expect(svg).toContain('<desc id="description">Heap &amp; memory</desc>');
    expect(svg.match(/<g /g)).toHaveLength(3);
    for (const measure of ["heap", "memory", "wal"] as const)
      expect(svg).toContain(`>${MEASURES[measure].label}, MiB<`);
  });

  test("each engine has a line in each panel, told apart not only by its colour, and is dark where the reader's theme is", () => {
    expect(svg.match(/<polyline class="line0"/g)).toHaveLength(3);
    expect(svg.match(/<polyline class="line1"/g)).toHaveLength(3);
    expect(svg).toMatch(/\.line1 {[^}]*stroke-dasharray/);
    expect(svg).toContain("prefers-color-scheme: dark");
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  });
});
