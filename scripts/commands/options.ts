import { DatabaseError } from "#lib/server/db/database-error";
import { DatabaseUrl, env, shownSetting } from "#lib/server/env";
import { filesUrlError } from "#lib/server/files/files-url";
import { UsageError } from "./run.ts";

/** The option that names another database than DATABASE_URL. */
export const DATABASE_OPTION = {
  "--database <database>": "file:… or postgres://…; the one of DATABASE_URL by default",
};

/** Parses an option with a connection string. @throws {UsageError} if it is missing or invalid */
export function databaseOption(name: string, value: string | undefined): string {
  if (value === undefined) throw new UsageError(`--${name} is missing`);
  const url = DatabaseUrl.safeParse(value);
  if (!url.success) throw new UsageError(`${shownSetting(`--${name}`, value)}: ${url.error.issues[0]?.message}`);
  return url.data;
}

/** Parses an option with a storage, as in FILES_URL; undefined without it. @throws {UsageError} if it is invalid */
export function filesOption(name: string, value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const error = filesUrlError(value);
  if (error !== undefined) throw new UsageError(`${shownSetting(`--${name}`, value)}: ${error}`);
  return value;
}

/** The database of the `--database` option, or of DATABASE_URL without it. @throws {UsageError} */
export function ownDatabase(option: string | undefined): { setting: string; url: string } {
  if (option !== undefined) return { setting: "--database", url: databaseOption("database", option) };
  return { setting: "DATABASE_URL", url: env().DATABASE_URL };
}

/** The storage of the `--files` option; without it FILES_URL where the database is that of DATABASE_URL. @throws {UsageError} */
export const ownStorage = (files: string | undefined, database: string | undefined): string | undefined =>
  filesOption("files", files) ?? (database === undefined ? env().FILES_URL : undefined);

/**
 * Runs `work`; an error from opening a database then names the setting or option that the connection string came from.
 * @param urls the connection strings that `work` opens, by setting
 */
export async function naming<T>(urls: Record<string, string>, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    const [setting] = Object.entries(urls).find(([, url]) => url === error.url) ?? ["DATABASE_URL"];
    throw new Error(`${setting}=${error.message}`, { cause: error });
  }
}

/** @throws {UsageError} if an option is missing or not a whole number of at least `min` */
export function numberOption(name: string, value: string | undefined, min: number): number {
  if (value === undefined) throw new UsageError(`--${name} is missing`);
  const number = Number(value);
  if (/^\d{1,9}$/.test(value) && number >= min) return number;
  throw new UsageError(`--${name} must be a whole number from ${min} to 999999999`);
}
