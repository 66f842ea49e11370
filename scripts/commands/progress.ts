/** How far a long piece of work is: so many rows of a table out of how many. */
type Step = { doing: string; table: string; rows: number; total: number };

/** How often the line on a terminal is written anew, in milliseconds. */
const REFRESH_MS = 100;
/** How many signs wide the bar is. */
const BAR = 24;

function bar({ rows, total }: Step): string {
  const filled = Math.round((BAR * rows) / Math.max(1, total));
  return "█".repeat(filled).padEnd(BAR, "░");
}

/**
 * Shows on standard error how far the work is: a bar that is drawn anew on a terminal, elsewhere a line for each
 * table that is done.
 */
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
