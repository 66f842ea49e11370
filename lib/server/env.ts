import { z } from "zod";
import { encodingError, withoutPassword } from "./db/connection-string.ts";

/** Whether this is what people use, and not what one works on. */
export const isProduction = process.env.NODE_ENV === "production";
/** Whether `npm run dev` runs: neither production nor a test. */
export const isDevelopment = process.env.NODE_ENV === "development";
const flag = (preset: boolean) =>
  z
    .enum(["true", "false"], "must be true or false")
    .default(preset ? "true" : "false")
    .transform((value) => value === "true");

export const DatabaseUrl = z
  .string()
  .regex(/^(file:|postgres(ql)?:\/\/)./, "must be file:… (SQLite) or postgres://… (PostgreSQL)")
  .refine((url) => encodingError(url) === undefined, {
    error: ({ input }) => encodingError(String(input)) ?? "",
  });

/** Every setting with its default. An empty value counts as none. */
const Env = z.object({
  DATABASE_URL: DatabaseUrl.default("file:./data/octavo.db"),
  /** PostgreSQL allows 100 connections by default: room for eight processes and an operator. */
  DATABASE_POOL: z
    .string()
    .regex(/^[1-9]\d{0,2}$/, "must be a number of connections")
    .transform(Number)
    .default(10),
  HOST: z.string().default("127.0.0.1"),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, "must be a port number")
    .transform(Number)
    .refine((port) => port <= 65_535, "must be a port number")
    .default(3000),
  SITE_URL: z
    .url({ protocol: /^https?$/, error: "must be an http or https address" })
    .transform((url) => url.replace(/\/+$/, ""))
    .optional(),
  SITE_TITLE: z.string().default("Octavo"),
  SAMPLE_POSTS: flag(!isProduction),
  POSTING: z.enum(["open", "members"], "must be open or members").default(isProduction ? "members" : "open"),
  SIGN_UP: z.enum(["first", "open"], "must be first or open").default("first"),
  AUTH_SECRET: z.string().min(32, "must be at least 32 characters long").optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: "must be an smtp or smtps address" }).optional(),
  MAIL_FROM: z.string().default("Octavo <octavo@localhost>"),
  API_KEY: z.string().min(16, "must be at least 16 characters long").optional(),
  CORS_ORIGINS: z
    .string()
    .default("")
    .transform((list) => list.split(/[\s,]+/).filter(Boolean))
    .refine((origins) => origins.every((origin) => origin === "*" || URL.parse(origin)?.origin === origin), {
      error: "must list origins such as https://example.org, or be *",
    }),
  TRUST_PROXY: flag(false),
  /** Unset, it depends on TRUST_PROXY (lib/server/process/connection-limit.ts). */
  CONNECTION_LIMIT: z
    .string()
    .regex(/^\d{1,6}$/, "must be a whole number of connections; 0 is no limit")
    .transform(Number)
    .optional(),
  /** In seconds. Reverse proxies reuse a connection for 60 (nginx, AWS); a server must not close it before they do. */
  KEEP_ALIVE: z
    .string()
    .regex(/^[1-9]\d{0,2}$/, "must be a whole number of seconds from 1 to 999")
    .transform(Number)
    .default(65),
  WORKERS: z
    .string()
    .regex(/^[1-9]\d?$/, "must be a number of processes")
    .transform(Number)
    .default(1),
  WRITE_LIMIT: z
    .string()
    .regex(/^\d{1,6}$/, "must be a whole number of writes a minute; 0 is no limit")
    .transform(Number)
    .default(60),
  SEARCH_LIMIT: z
    .string()
    .regex(/^\d{1,6}$/, "must be a whole number of searches a minute; 0 is no limit")
    .transform(Number)
    .default(120),
  /** In MiB. A page and its codings take some 50 KiB. */
  RESPONSE_CACHE: z
    .string()
    .regex(/^\d{1,5}$/, "must be a whole number of MiB; 0 keeps no responses")
    .transform(Number)
    .default(64),
  /** In seconds. What sends requests here (a load balancer, a supervisor) asks about once a second whether we are ready. */
  STOP_DELAY: z
    .string()
    .regex(/^\d{1,2}$/, "must be a whole number of seconds")
    .transform(Number)
    .default(1),
  LOG_LEVEL: z
    .enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"], "must be a log level such as info")
    .default(isProduction ? "info" : "warn"),
});
export type Env = z.output<typeof Env>;

/** Settings that are secrets as a whole. */
const SECRETS = ["AUTH_SECRET", "API_KEY"];
/** The longest value that is repeated in an error, in UTF-16 units. */
const SHOWN_MAX = 200;

/** A setting with its value, as an error names it: on one line, and without what is secret in it. */
export function shownSetting(name: string, value = ""): string {
  if (SECRETS.includes(name)) return name;
  return `${name}=${withoutPassword(value).replace(/\s+/g, " ").slice(0, SHOWN_MAX)}`;
}

/** A setting that cannot be used; the message is one line that names it. */
export class SettingError extends Error {}

/**
 * Reads settings from `source`.
 * @throws {SettingError} naming every wrong setting in one line
 */
export function readEnv(source: Record<string, string | undefined>): Env {
  const set = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const result = Env.safeParse(set);
  if (result.success) return result.data;
  const faults = result.error.issues.map(({ path, message }) => {
    const name = path.join(".");
    return `${shownSetting(name, set[name])}: ${message}`;
  });
  throw new SettingError(faults.join("; "));
}

let current: Env | undefined;

/** The settings of this process, read and validated once. */
export function env(): Env {
  current ??= readEnv(process.env);
  return current;
}
