/** Progress: rows done of a table, and all its rows. */
type Step = { doing: string; table: string; rows: number; total: number };

/** Minimum time between two updates on a terminal, in milliseconds. */
const REFRESH_MS = 100;
/** Characters. */
const BAR_WIDTH = 24;

function bar({ rows, total }: Step): string {
  const filled = Math.round((BAR_WIDTH * rows) / Math.max(1, total));
  return "█".repeat(filled).padEnd(BAR_WIDTH, "░");
}

/** Shows progress on standard error: a bar on a terminal, elsewhere one line for each finished table. */
export function showProgress(): { onStep(step: Step): void; end(): void } {
  const { stderr } = process;
  let shownAt = 0;
  return {
    onStep(step) {
      const { doing, rows, table, total } = step;
      const isDone = rows >= total;
      const line = `${doing} ${table}: ${rows.toLocaleString("en")} of ${total.toLocaleString("en")}`;
      if (!stderr.isTTY) {
        if (isDone) stderr.write(`${line}\n`);
      } else if (isDone || performance.now() - shownAt > REFRESH_MS) {
        shownAt = performance.now();
        stderr.write(`\r\x1b[K${bar(step)} ${line}`);
      }
    },
    end() {
      if (stderr.isTTY) stderr.write("\r\x1b[K");
    },
  };
}
