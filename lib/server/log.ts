import { pino } from "pino";
import { env } from "./env.ts";

/** JSON lines on standard output, each written before the program goes on: the last ones before a crash are there. */
export const log = pino(
  {
    level: env().LOG_LEVEL,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (level) => ({ level }) },
  },
  pino.destination({ fd: 1, sync: true }),
);
