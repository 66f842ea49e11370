import { z } from "zod";
import { canonicalLanguage } from "#lib/shared/languages";
import { isTimeZone } from "#lib/shared/time-zone";
import { encodingError, withoutPassword } from "./db/connection-string.ts";
import { filesUrlError } from "./files/files-url.ts";
import { memoize } from "./memoize.ts";

/** Whether the server runs in production (`npm start`). */
export const isProduction = process.env.NODE_ENV === "production";
/** Whether `npm run dev` runs: neither production nor a test. */
export const isDevelopment = process.env.NODE_ENV === "development";
const flag = (preset: boolean) =>
  z
    .enum(["true", "false"], "must be true or false")
    .default(preset ? "true" : "false")
    .transform((value) => value === "true");

/** Whether the Content-Security-Policy takes a host for nothing else: those of URLs may have `*`, `;`, `,` and quotation marks. */
const isPlainHost = (host: string) => /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d+)?$/.test(host);

/** What the table of settings in docs/guide/running.md says of a setting, in Markdown (`npm run docs:settings`). */
type Documentation = {
  description: string;
  unit?: string;
  /** Where the schema's own default does not say it: it depends on something, or there is none. */
  defaultText?: string;
};
export const settingDocs = z.registry<Documentation>();

export const DatabaseUrl = z
  .string()
  .regex(/^(file:|postgres(ql)?:\/\/)./, "must be file:… (SQLite) or postgres://… (PostgreSQL)")
  .refine((url) => encodingError(url) === undefined, {
    error: ({ input }) => encodingError(String(input)) ?? "",
  });

/** A secret that is sent in the header Authorization, of which nothing else arrives as it was sent (RFC 9110, section 5.5). */
const BearerToken = z
  .string()
  .regex(/^[!-~]*$/, "must have no other characters than A-Z a-z 0-9 and ASCII punctuation, which a header can have")
  .min(16, "must be at least 16 characters long");

/** Every setting with its default. An empty value counts as none. */
export const Env = z.object({
  DATABASE_URL: DatabaseUrl.default("file:./data/octavo.db").register(settingDocs, {
    description:
      "the database: `file:…` for SQLite (the folder is created), or `postgres://…`, with `#` in a password written `%23`",
  }),
  /** PostgreSQL allows 100 connections by default: room for eight processes and an operator. */
  DATABASE_POOL: z
    .string()
    .regex(/^[1-9]\d{0,2}$/, "must be a number of connections")
    .transform(Number)
    .default(10)
    .register(settingDocs, {
      description: "size of the connection pool to PostgreSQL, without the one that listens for changes",
      unit: "connections",
    }),
  FILES_URL: z
    .string()
    .refine((url) => filesUrlError(url) === undefined, { error: ({ input }) => filesUrlError(String(input)) ?? "" })
    .default("file:./data/images")
    .register(settingDocs, {
      description:
        "where images are stored: `file:…`, a folder (it is created), or `s3://key:secret@host/bucket?region=…`, a bucket of an S3-compatible service (`s3+http://…` without TLS), with `/` in a secret written `%2F`. Several machines need a bucket or a shared folder",
    }),
  IMAGE_BYTES_LIMIT: z
    .string()
    .regex(/^[1-9]\d{0,2}$/, "must be a whole number of MiB from 1 to 999")
    .transform(Number)
    .default(20)
    .register(settingDocs, { description: "how large an uploaded image may be", unit: "MiB" }),
  /** A process that decodes 50 megapixels takes some 400 MB. */
  IMAGE_PIXELS_LIMIT: z
    .string()
    .regex(/^[1-9]\d{0,2}$/, "must be a whole number of megapixels from 1 to 999")
    .transform(Number)
    .default(50)
    .register(settingDocs, {
      description: "how many pixels an uploaded image may have, all frames of an animation together",
      unit: "megapixels",
    }),
  IMPORT_BYTES_LIMIT: z
    .string()
    .regex(/^[1-9]\d{0,4}$/, "must be a whole number of MiB from 1 to 99999")
    .transform(Number)
    .default(1024)
    .register(settingDocs, {
      description: "how large the source of an import in the browser may be, all its files together",
      unit: "MiB",
    }),
  HOST: z.string().default("127.0.0.1").register(settingDocs, {
    description: "the IP address to listen on; `0.0.0.0` listens on all of them",
  }),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, "must be a port number")
    .transform(Number)
    .refine((port) => port <= 65_535, "must be a port number")
    .default(3000)
    .register(settingDocs, { description: "the port to listen on; `0` takes a free one" }),
  SITE_URL: z
    .url({ protocol: /^https?$/, error: "must be an http or https address" })
    .transform((url) => url.replace(/\/+$/, ""))
    .optional()
    .register(settingDocs, {
      description:
        "the public URL of the site, such as `https://example.org`, where it is behind a proxy; passkeys belong to its host name",
      defaultText: "from the request",
    }),
  SITE_TITLE: z.string().optional().register(settingDocs, {
    description:
      "the name of the site on every page, in feeds and in emails; set here, it cannot be changed on the page Site",
    defaultText: "`Octavo`, or what the owner sets",
  }),
  SITE_LANGUAGE: z
    .string()
    .refine((tag) => canonicalLanguage(tag) !== undefined, "must be a language tag (BCP 47) such as en, pt-BR or fa")
    .transform((tag) => canonicalLanguage(tag) ?? tag)
    .optional()
    .register(settingDocs, {
      description:
        "the language of the posts, as a BCP 47 tag such as `ja` or `pt-BR`: for `lang`, text direction, dates and feeds. A post may have its own. The labels of the pages are English",
      defaultText: "`en`, or what the owner sets",
    }),
  SITE_TIME_ZONE: z
    .string()
    .refine(isTimeZone, "must be an IANA time zone such as Europe/Paris")
    .optional()
    .register(settingDocs, {
      description:
        "the IANA time zone in which every reader sees dates, and in which posts are scheduled, such as `Asia/Tokyo`",
      defaultText: "`UTC`, or what the owner sets",
    }),
  ANALYTICS_SCRIPT: z
    .url({ protocol: /^https$/, error: "must be an https URL of a script", abort: true })
    .refine((url) => isPlainHost(new URL(url).host), "must be an https URL of a script, from a host without wildcards")
    .optional()
    .register(settingDocs, {
      description:
        "the https URL of a script that readers' pages load, such as one that counts visits. The Content-Security-Policy lets it run there and send to its own origin; pages of accounts and of the editor do not have it",
    }),
  SAMPLE_POSTS: flag(!isProduction).register(settingDocs, {
    description: "whether a new database starts with two sample posts",
    defaultText: "`true` with `npm run dev`, else `false`",
  }),
  POSTING: z
    .enum(["open", "members"], "must be open or members")
    .default(isProduction ? "members" : "open")
    .register(settingDocs, {
      description: "who may post: `open` is everyone, `members` is who is signed in or has an API key",
      defaultText: "`open` with `npm run dev`, else `members`",
    }),
  SIGN_UP: z.enum(["first", "open"], "must be first or open").default("first").register(settingDocs, {
    description:
      "who may sign up: `first` makes the first account the owner, and others need an invitation; `open` is everyone",
  }),
  AUTH_SECRET: z.string().min(32, "must be at least 32 characters long").optional().register(settingDocs, {
    description: "signs sessions; at least 32 characters",
    defaultText: "generated once, stored in the database",
  }),
  SMTP_URL: z
    .url({ protocol: /^smtps?$/, error: "must be an smtp or smtps address" })
    .optional()
    .register(settingDocs, {
      description:
        "the mail server that sends password reset links, invitations, and messages from the contact page to the owners",
    }),
  MAIL_FROM: z.string().default("Octavo <octavo@localhost>").register(settingDocs, {
    description: "the sender of these emails",
  }),
  API_KEY: BearerToken.optional().register(settingDocs, {
    description:
      "an API key with the permissions of the owner, for scripts before there is an account; at least 16 characters, sent as `Authorization: Bearer …`",
  }),
  METRICS_TOKEN: BearerToken.optional().register(settingDocs, {
    description:
      "lets a monitoring system read `/api/metrics`, sent as `Authorization: Bearer …`; at least 16 characters. Without it nothing is counted, and there is no such path",
  }),
  PEERTUBE_HOSTS: z
    .string()
    .default("")
    .transform((list) => list.split(/[\s,]+/).filter(Boolean))
    .refine((hosts) => hosts.every((host) => URL.parse(`https://${host}`)?.host === host && isPlainHost(host)), {
      error: "must be host names such as peertube.example",
    })
    .register(settingDocs, {
      description:
        "hosts of PeerTube whose videos readers can play in posts, such as `peertube.example`, separated by spaces or commas; YouTube and Vimeo need no setting",
    }),
  CORS_ORIGINS: z
    .string()
    .default("")
    .transform((list) => list.split(/[\s,]+/).filter(Boolean))
    .refine((origins) => origins.every((origin) => origin === "*" || URL.parse(origin)?.origin === origin), {
      error: "must list origins such as https://example.org, or be *",
    })
    .register(settingDocs, {
      description:
        "origins whose pages may use the API from a browser, separated by spaces or commas; `*` allows every origin",
    }),
  TRUST_PROXY: flag(false).register(settingDocs, {
    description: "whether to trust the headers `X-Forwarded-Host`, `-Proto` and `-For`",
  }),
  /** Unset, it depends on TRUST_PROXY (lib/server/process/connection-limit.ts). */
  CONNECTION_LIMIT: z
    .string()
    .regex(/^\d{1,6}$/, "must be a whole number of connections; 0 is no limit")
    .transform(Number)
    .optional()
    .register(settingDocs, {
      description: "how many connections one client may have open to one process; `0` is no limit",
      unit: "connections",
      defaultText: "`500`; `5000` with `TRUST_PROXY=true`",
    }),
  /** In seconds. Reverse proxies reuse a connection for 60 (nginx, AWS); a server must not close it before they do. */
  KEEP_ALIVE: z
    .string()
    .regex(/^[1-9]\d{0,2}$/, "must be a whole number of seconds from 1 to 999")
    .transform(Number)
    .default(65)
    .register(settingDocs, {
      description: "how long an idle connection stays open; must be longer than a reverse proxy reuses it",
      unit: "seconds",
    }),
  WORKERS: z
    .string()
    .regex(/^[1-9]\d?$/, "must be a number of processes")
    .transform(Number)
    .default(1)
    .register(settingDocs, {
      description: "how many processes serve requests on the one port; as many as there are cores",
      unit: "processes",
    }),
  WRITE_LIMIT: z
    .string()
    .regex(/^\d{1,6}$/, "must be a whole number of writes a minute; 0 is no limit")
    .transform(Number)
    .default(60)
    .register(settingDocs, {
      description: "writes by one account, API key or anonymous client; `0` is no limit",
      unit: "per minute",
    }),
  SEARCH_LIMIT: z
    .string()
    .regex(/^\d{1,6}$/, "must be a whole number of searches a minute; 0 is no limit")
    .transform(Number)
    .default(120)
    .register(settingDocs, {
      description: "searches by one anonymous client, counted by each process; `0` is no limit",
      unit: "per minute",
    }),
  /** A page and its content codings take some 50 KiB. */
  RESPONSE_CACHE: z
    .string()
    .regex(/^\d{1,5}$/, "must be a whole number of MiB; 0 turns the cache off")
    .transform(Number)
    .default(64)
    .register(settingDocs, {
      description: "memory for the response cache of each process; `0` turns it off",
      unit: "MiB",
    }),
  /** In seconds. Load balancers and supervisors check readiness about once a second. */
  STOP_DELAY: z
    .string()
    .regex(/^\d{1,2}$/, "must be a whole number of seconds")
    .transform(Number)
    .default(1)
    .register(settingDocs, {
      description: "how long to go on serving after `SIGTERM`, while `/api/ready` responds 503",
      unit: "seconds",
    }),
  LOG_LEVEL: z
    .enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"], "must be a log level such as info")
    .default(isProduction ? "info" : "warn")
    .register(settingDocs, {
      description:
        "the lowest level that is logged: `trace`, `debug`, `info`, `warn`, `error`, `fatal` or `silent`; the log is JSON lines on standard output",
      defaultText: "`info`; `warn` with `npm run dev`",
    }),
});
export type Env = z.output<typeof Env>;

/** Settings whose whole value is secret. */
const SECRETS = ["AUTH_SECRET", "API_KEY", "METRICS_TOKEN"];
/** How much of a value an error repeats, in UTF-16 code units. */
const SHOWN_MAX = 200;

/** A setting with its value for an error message: on one line, without secrets. */
export function shownSetting(name: string, value = ""): string {
  if (SECRETS.includes(name)) return name;
  return `${name}=${withoutPassword(value).replace(/\s+/g, " ").slice(0, SHOWN_MAX)}`;
}

/** An invalid setting; the message is one line that names it. */
export class SettingError extends Error {}

/**
 * Reads settings from `source`.
 * @throws {SettingError} naming every invalid setting in one line
 */
export function readEnv(source: Record<string, string | undefined>): Env {
  const set = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const result = Env.safeParse(set);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => {
    const name = path.join(".");
    return `${shownSetting(name, set[name])}: ${message}`;
  });
  throw new SettingError(problems.join("; "));
}

/** The settings of this process, read and validated once. */
export const env = memoize(() => readEnv(process.env));
