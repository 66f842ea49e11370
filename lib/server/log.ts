import { pino } from "pino";
import { env } from "./env.ts";

/** JSON lines on standard output. */
export const log = pino({
  level: env().LOG_LEVEL,
  base: undefined,
  timestamp: pino.stdTimeFunctions.isoTime,
  formatters: { level: (level) => ({ level }) },
});
