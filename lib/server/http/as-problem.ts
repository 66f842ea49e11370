import { isUnavailable, RETRY_AFTER } from "#lib/server/db/errors";
import { StorageError } from "#lib/server/files/storage";
import { Problem } from "#lib/server/problem";

const RETRY = { "Retry-After": RETRY_AFTER };

/** The problem to send for an error. Details of anything that is not a Problem are only logged. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof StorageError) {
    return error.isFull ? new Problem("storage-full") : new Problem("storage-unavailable", { headers: RETRY });
  }
  if (isUnavailable(error)) return new Problem("unavailable", { headers: RETRY });
  return new Problem("internal");
}
