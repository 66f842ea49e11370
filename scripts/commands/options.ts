import { DatabaseUrl } from "#lib/server/env";
import { UsageError } from "./run.ts";

/** @throws {UsageError} where an option that names a database is missing, or names none */
export function databaseOption(name: string, value: string | undefined): string {
  if (value === undefined) throw new UsageError(`--${name} is missing`);
  const url = DatabaseUrl.safeParse(value);
  if (!url.success) throw new UsageError(`--${name} ${url.error.issues[0]?.message}`);
  return url.data;
}
