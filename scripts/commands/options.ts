import { DatabaseError } from "#lib/server/db/database-error";
import { DatabaseUrl, env, shownSetting } from "#lib/server/env";
import { UsageError } from "./run.ts";

/** @throws {UsageError} where an option that names a database is missing, or names none */
export function databaseOption(name: string, value: string | undefined): string {
  if (value === undefined) throw new UsageError(`--${name} is missing`);
  const url = DatabaseUrl.safeParse(value);
  if (!url.success) throw new UsageError(`${shownSetting(`--${name}`, value)}: ${url.error.issues[0]?.message}`);
  return url.data;
}

/** The database that a command works on: the one of its option, or that of DATABASE_URL. @throws {UsageError} */
export function ownDatabase(option: string | undefined): { setting: string; url: string } {
  if (option !== undefined) return { setting: "--database", url: databaseOption("database", option) };
  return { setting: "DATABASE_URL", url: env().DATABASE_URL };
}

/**
 * Does `work`, and has an error of opening a database name the setting or option that names the database.
 * @param urls the databases that `work` opens, by their settings
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

/** @throws {UsageError} where an option is missing, or is no whole number from `min` on */
export function numberOption(name: string, value: string | undefined, min: number): number {
  if (value === undefined) throw new UsageError(`--${name} is missing`);
  const number = Number(value);
  if (/^\d{1,9}$/.test(value) && number >= min) return number;
  throw new UsageError(`--${name} must be a whole number from ${min} to 999999999`);
}
