import { pino } from "pino";
import { env } from "./env.ts";

/** JSON lines on standard output, written synchronously so that none is lost in a crash. */
export const log = pino(
  {
    level: env().LOG_LEVEL,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (level) => ({ level }) },
  },
  pino.destination({ fd: 1, sync: true }),
);
