import type { Step } from "#lib/server/copy/digest";

/** How often the line on a terminal is written anew, in milliseconds. */
const REFRESH_MS = 100;

/**
 * Shows on standard error how far the work is: one line that is written anew on a terminal, elsewhere a line for each
 * table that is done.
 */
export function showProgress(): { onStep(step: Step): void; end(): void } {
  const { stderr } = process;
  let shownAt = 0;
  return {
    onStep({ doing, rows, table, total }) {
      const isDone = rows >= total;
      const line = `${doing} ${table}: ${rows.toLocaleString("en")} of ${total.toLocaleString("en")}`;
      if (!stderr.isTTY) {
        if (isDone) stderr.write(`${line}\n`);
      } else if (isDone || performance.now() - shownAt > REFRESH_MS) {
        shownAt = performance.now();
        stderr.write(`\r\x1b[K${line}`);
      }
    },
    end() {
      if (stderr.isTTY) stderr.write("\r\x1b[K");
    },
  };
}
