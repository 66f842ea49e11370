import { pino } from "pino";
import { env } from "./env.ts";

/** JSON lines on standard output, written before the program goes on: none is lost when it ends. */
export const log = pino(
  {
    level: env().LOG_LEVEL,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (level) => ({ level }) },
  },
  pino.destination({ sync: true }),
);
