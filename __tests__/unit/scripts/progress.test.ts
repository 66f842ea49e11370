import { showProgress } from "../../../scripts/commands/progress.ts";

function shown(isTTY: boolean, steps: [ms: number, rows: number, detail?: string][]): string[] {
  const written: string[] = [];
  let time = 0;
  const stderr = { isTTY, write: (text: string | Uint8Array) => written.push(String(text)) > 0 };
  const progress = showProgress(stderr, () => time);
  for (const [ms, rows, detail] of steps) {
    time = ms;
    progress.onStep({ doing: "importing", table: "posts", rows, total: 2_000, ...(detail && { detail }) });
  }
  progress.end();
  return written;
}

test("showProgress — off a terminal — a line now and then, and one at the end", () => {
  const steps: [number, number, string?][] = [
    [10, 16],
    [9_000, 32],
    [10_500, 48, "3 images"],
    [11_000, 64],
    [12_000, 2_000],
  ];
  expect(shown(false, steps)).toEqual([
    "importing posts: 48 of 2,000, 3 images\n",
    "importing posts: 2,000 of 2,000\n",
  ]);
});

test("showProgress — on a terminal — a bar that is replaced, at once and not too often", () => {
  const lines = shown(true, [
    [0, 500],
    [50, 600],
    [200, 1_000],
  ]);
  expect(lines).toEqual([
    `\r\x1b[K${"█".repeat(6)}${"░".repeat(18)} importing posts: 500 of 2,000`,
    `\r\x1b[K${"█".repeat(12)}${"░".repeat(12)} importing posts: 1,000 of 2,000`,
    "\r\x1b[K",
  ]);
});
