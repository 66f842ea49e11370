import { DatabaseError } from "#lib/server/db/database-error";
import { openDatabase } from "#lib/server/db/open";

/** Opens a database that cannot be opened. @returns the message, which is one line */
export async function openError(url: string): Promise<string> {
  const error = await openDatabase(url).then(
    ({ db }) => db.destroy().then(() => Promise.reject(new Error(`${url} was opened`))),
    (error: unknown) => new DatabaseError(url, error),
  );
  expect(error.message).not.toContain("\n");
  return error.message;
}
