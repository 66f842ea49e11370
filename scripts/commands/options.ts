import { DatabaseUrl } from "#lib/server/env";
import { UsageError } from "./run.ts";

/** @throws {UsageError} where an option that names a database is missing, or names none */
export function databaseOption(name: string, value: string | undefined): string {
  if (value === undefined) throw new UsageError(`--${name} is missing`);
  const url = DatabaseUrl.safeParse(value);
  if (!url.success) throw new UsageError(`--${name} ${url.error.issues[0]?.message}`);
  return url.data;
}

/** @throws {UsageError} where an option is missing, or is no whole number from `min` on */
export function numberOption(name: string, value: string | undefined, min: number): number {
  if (value === undefined) throw new UsageError(`--${name} is missing`);
  const number = Number(value);
  if (/^\d{1,9}$/.test(value) && number >= min) return number;
  throw new UsageError(`--${name} must be a whole number from ${min} to 999999999`);
}
