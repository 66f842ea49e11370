import type { Step } from "#lib/server/progress";

/** Minimum time between two updates on a terminal, in milliseconds. */
const REFRESH_MS = 100;
/** Minimum time between two lines elsewhere, in milliseconds. */
const LINE_MS = 10_000;
/** Characters. */
const BAR_WIDTH = 24;

function bar({ rows, total }: Step): string {
  const filled = Math.round((BAR_WIDTH * rows) / Math.max(1, total));
  return "█".repeat(filled).padEnd(BAR_WIDTH, "░");
}

/** Shows progress on standard error: a bar on a terminal; elsewhere a line for each finished table, and now and then one before. */
export function showProgress(
  stderr: Pick<NodeJS.WriteStream, "isTTY" | "write"> = process.stderr,
  now = () => performance.now(),
): { onStep(step: Step): void; end(): void } {
  let shownAt = stderr.isTTY ? Number.NEGATIVE_INFINITY : now();
  return {
    onStep(step) {
      const { detail, doing, rows, table, total } = step;
      const isDone = rows >= total;
      if (!isDone && now() - shownAt <= (stderr.isTTY ? REFRESH_MS : LINE_MS)) return;
      shownAt = now();
      const counts = `${rows.toLocaleString("en")} of ${total.toLocaleString("en")}`;
      const line = `${doing} ${table}: ${counts}${detail === undefined ? "" : `, ${detail}`}`;
      stderr.write(stderr.isTTY ? `\r\x1b[K${bar(step)} ${line}` : `${line}\n`);
    },
    end() {
      if (stderr.isTTY) stderr.write("\r\x1b[K");
    },
  };
}

/** Shows the progress of `work`, and nothing of it once that has ended: its result is printed afterwards. */
export async function withProgress<T>(work: (onStep: (step: Step) => void) => Promise<T>): Promise<T> {
  const { end, onStep } = showProgress();
  try {
    return await work(onStep);
  } finally {
    end();
  }
}
