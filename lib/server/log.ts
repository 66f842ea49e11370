import { pino } from "pino";
import { env } from "./env.ts";
import { logOutput } from "./log-output.ts";
import { memoize } from "./memoize.ts";

const output = pino.destination({ fd: logOutput.fd, sync: true });

/** How much of the log may wait to be written together, in characters, and for how long, in milliseconds. */
const QUEUE_LENGTH = 32_000;
const QUEUE_MS = 100;

let queued = "";
let timer: NodeJS.Timeout | undefined;

/** Once in a process that queues: every bundle has an instance of this module. */
const flushOnExit = memoize(() => process.once("exit", flush));

function flush(): void {
  clearTimeout(timer);
  timer = undefined;
  if (queued === "") return;
  const lines = queued;
  queued = "";
  output.write(lines);
}

/** Where the lines go: standard output, or standard error in a command; written synchronously so that none is lost in a crash. */
export const logStream = {
  write(line: string): void {
    flush();
    output.write(line);
  },
  /**
   * Writes a line soon, together with others: a line for each request would otherwise cost more than many responses. Only a process that is
   * killed loses lines.
   */
  queue(line: string): void {
    queued += line;
    if (queued.length > QUEUE_LENGTH) flush();
    if (queued === "" || timer !== undefined) return;
    flushOnExit();
    timer = setTimeout(flush, QUEUE_MS).unref();
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
