import { pino } from "pino";
import { env } from "./env.ts";
import { logOutput } from "./log-output.ts";
import { memoize } from "./memoize.ts";

/** Its types know strings only, not the `contentMode` of its documentation. */
const output = pino.destination({ fd: logOutput.fd, sync: true, contentMode: "buffer" }) as {
  write(data: unknown): boolean;
};

/** How much of the log may wait to be written together, in bytes, and for how long, in milliseconds. */
const QUEUE_BYTES = 64 * 1024;
const QUEUE_MS = 100;

/** UTF-8 takes at most 3 bytes for a UTF-16 code unit. */
const maxBytes = (text: string) => 3 * text.length;

/** Lines as bytes: strings would be joined and encoded later, which takes longer. Every bundle has an instance of this module; few queue. */
const queue = memoize(() => {
  process.once("exit", flush);
  return Buffer.allocUnsafeSlow(QUEUE_BYTES);
});
let queuedBytes = 0;
let timer: NodeJS.Timeout | undefined;

function flush(): void {
  clearTimeout(timer);
  timer = undefined;
  if (queuedBytes === 0) return;
  // A copy: the output may keep what it cannot write yet.
  const lines = Buffer.from(queue().subarray(0, queuedBytes));
  queuedBytes = 0;
  output.write(lines);
}

/** Where the lines go: standard output, or standard error in a command; written synchronously so that none is lost in a crash. */
export const logStream = {
  write(line: string): void {
    flush();
    output.write(Buffer.from(line));
  },
  /**
   * Writes a line soon, together with others: a line for each request would otherwise cost more than many responses. Only a process that is
   * killed loses lines.
   */
  queue(line: string): void {
    if (maxBytes(line) > QUEUE_BYTES - queuedBytes) flush();
    if (maxBytes(line) > QUEUE_BYTES) {
      logStream.write(line);
      return;
    }
    queuedBytes += queue().write(line, queuedBytes);
    timer ??= setTimeout(flush, QUEUE_MS).unref();
  },
};

/** JSON lines. */
export const log = pino(
  {
    level: env().LOG_LEVEL,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (level) => ({ level }) },
  },
  logStream,
);
