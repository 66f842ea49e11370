import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { measure } from "../../../bench/comparison.ts";
import { mergedRows, verdict } from "../../../bench/merge.ts";
import { tables } from "../../../bench/report.ts";
import { nameOf, type Row, type Run, readRuns, serialize, writeRun } from "../../../bench/runs.ts";

const side = (values: number[], costs: number[] = []) => ({ values, costs });

function row(work: string, ours: number[], theirs: number[], rest: Partial<Row> = {}): Row {
  const other = { ours: side(ours), theirs: side(theirs), unit: "requests/s" as const, against: "bare", note: "" };
  return { engine: "SQLite", group: "hot", work, bar: { atLeast: 0.9 }, ...other, ...rest };
}

const run = (date: string, rows: Row[]): Run => ({
  date: `2026-${date}T10:30`,
  commit: "0123abcd",
  machine: "2 cores",
  software: "Node 24",
  load: "wrk 4.1.0",
  rounds: 3,
  seconds: 1,
  doubts: [],
  rows,
});

describe("measure", () => {
  test("two rows, two rounds — the side that is first alternates between both", async () => {
    const order: string[] = [];
    const row = (work: string) => ({
      work,
      against: "bare",
      unit: "ms" as const,
      ours: async () => order.push(`our ${work}`),
      theirs: async () => order.push(`their ${work}`),
    });
    await measure([row("list"), row("blog")], 2, () => {});
    expect(order.slice(0, 4)).toEqual(["their list", "our list", "our blog", "their blog"]);
    expect(order.slice(4)).toEqual(["our list", "their list", "their blog", "our blog"]);
  });

  test("costs — kept where they were measured, and the row's doubt gets both sides", async () => {
    const [result] = await measure(
      [
        {
          work: "list",
          against: "bare",
          unit: "requests/s",
          doubt: ({ ours }) => `ours ${ours.values.join(" ")}`,
          ours: async () => ({ value: 3, cost: 20 }),
          theirs: async () => 4,
        },
      ],
      2,
      () => {},
    );
    expect(result).toMatchObject({ ours: side([3, 3], [20, 20]), theirs: side([4, 4]), doubt: "ours 3 3", note: "" });
  });
});

describe("mergedRows", () => {
  test("four runs — the median ratio of the newest three, and the spread of all their rounds", () => {
    const of = (...ours: number[]) => [row("list", ours, [100, 100, 100])];
    const runs = [run("11-30", of(90, 95, 93)), run("11-29", of(99, 98, 97)), run("11-28", of(80, 90, 91))];
    const [merged] = mergedRows([...runs, run("11-27", of(10, 10, 10))], "SQLite", "hot");
    expect(merged?.ratios).toEqual([0.9, 0.98, 0.93]);
    expect(merged?.ratio).toEqual({ value: 0.93, least: 0.8, greatest: 0.99 });
  });

  test("a run of one group — the other groups and engines keep their runs", () => {
    const full = run("11-29", [
      row("list", [90], [100]),
      row("create", [50], [100], { group: "create" }),
      row("list", [70], [100], { engine: "PostgreSQL" }),
    ]);
    const runs = [run("11-30", [row("list", [80], [100])]), full];
    expect(mergedRows(runs, "SQLite", "hot")[0]?.ratios).toEqual([0.9, 0.8]);
    expect(mergedRows(runs, "SQLite", "create")[0]?.ratios).toEqual([0.5]);
    expect(mergedRows(runs, "PostgreSQL", "hot")[0]?.ratios).toEqual([0.7]);
  });

  test("a row that the newest run has renamed, or compares with something else — starts over", () => {
    const before = run("11-29", [row("list", [90], [100]), row("blog", [90], [100])]);
    const now = run("11-30", [row("list, br", [80], [100]), row("blog", [80], [100], { against: "two" })]);
    const merged = mergedRows([now, before], "SQLite", "hot");
    expect(merged.map(({ ratios, row: { work } }) => [work, ratios])).toEqual([
      ["list, br", [0.8]],
      ["blog", [0.8]],
    ]);
  });
});

test.each([
  [{ atLeast: 0.9 }, [0.95, 0.91, 0.99], "yes"],
  [{ atLeast: 0.9 }, [0.95, 0.85, 0.99], "yes, within the spread"],
  [{ atLeast: 0.9 }, [0.88, 0.85, 0.99], "**no**, within the spread"],
  [{ atMost: 1.2 }, [1.3, 1.25, 1.4], "**no**"],
])("verdict — bar %j, ratio %j — %s", (bar, [value = 0, least = 0, greatest = 0], expected) => {
  expect(verdict(bar, { value, least, greatest })).toBe(expected);
});

describe("records", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "octavo-runs-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("written and read — the newest first, numbers with four digits, a row in a line", () => {
    const older = run("11-29", [row("list", [31234.5678], [0.123456])]);
    const newer = run("11-30", [row("list", [1], [2]), row("blog", [1], [2])]);
    for (const one of [newer, older]) writeRun(one, folder);
    expect(readRuns(folder)).toEqual([newer, run("11-29", [row("list", [31230], [0.1235])])]);
    expect(nameOf(older)).toBe("2026-11-29-1030-0123abcd");
    expect(serialize(newer).match(/^ {4}\{"engine":"SQLite".*\},?$/gm)).toHaveLength(2);
  });
});

test("tables — the runs, and a row with the cost of both sides, the ratio of each run and its verdict", () => {
  const costs = { ours: side([50_000], [20.04]), theirs: side([52_000], [123]) };
  const large = row("search", [2], [1], { group: "large", unit: "ms", bar: { atMost: 3 }, doubt: "busy" });
  const runs = [
    run("11-30", [row("list", [], [], costs)]),
    run("11-29", [row("list", [99], [100])]),
    run("11-28", [large]),
  ];
  const text = tables(runs, [
    { title: (engine) => `On ${engine}`, groups: ["hot"] },
    { title: (engine) => `Many, on ${engine}`, groups: ["large"] },
  ]).replace(/ +/g, " ");
  expect(text).toContain("| [2026-11-28-1030-0123abcd](../bench/runs/2026-11-28-1030-0123abcd.json) | 2 cores |");
  expect(text.indexOf("2026-11-28")).toBeLessThan(text.indexOf("2026-11-30"));
  expect(text).toContain(
    "| list | bare | 50,000 requests/s | 52,000 | 20.0 / 123 | 0.98 | 0.99 0.96 | 0.96-0.99 | ≥ 0.9 | yes | |",
  );
  expect(text).toContain("| search | bare | 2 ms | 1 | | 2.00 | 2.00 | 2.00-2.00 | ≤ 3 | yes | take care: busy |");
  expect(text.match(/^### .*$/gm)).toEqual(["### On SQLite", "### Many, on SQLite"]);
});
