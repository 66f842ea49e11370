import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { ExpressionBuilder } from "kysely";
import { clientIp } from "#lib/server/client-ip";
import type { Database, DatabaseTransaction, Tables } from "#lib/server/db/tables";
import { inTransaction } from "#lib/server/db/transaction";
import { Problem } from "#lib/server/problem";
import type { Viewer } from "#lib/server/viewer";
import type { ApiResponse } from "./response.ts";

/** How long a response is returned for its key, in milliseconds: 24 hours. */
export const IDEMPOTENCY_RETENTION_MS = 24 * 60 * 60 * 1000;
const KEY = /^[\x21-\x7e]{1,255}$/;

/** Identifies a request that takes effect at most once (draft-ietf-httpapi-idempotency-key-header). */
type Key = { caller: string; key: string; fingerprint: string };

/**
 * The request's Idempotency-Key, scoped to its viewer.
 * @param payload of the request: the same key with another payload is an error
 * @param key where it is not sent as a header
 * @throws {Problem} 400 for an invalid key
 */
export function idempotencyKey(
  req: IncomingMessage,
  viewer: Viewer,
  payload: unknown,
  key: string | string[] | undefined = req.headers["idempotency-key"],
): Key | undefined {
  if (key === undefined) return undefined;
  if (typeof key !== "string" || !KEY.test(key)) {
    const error = "Must be 1 to 255 visible ASCII characters";
    throw new Problem("validation", { fields: { "Idempotency-Key": [error] } });
  }
  const fingerprint = createHash("sha256").update(JSON.stringify(payload)).digest("base64url");
  return { caller: viewer.id ?? clientIp(req), key, fingerprint };
}

/** Keys whose first request is in flight in this process; global, as each bundle loads this module. */
const shared = globalThis as { octavoRunningKeys?: Set<string> };
shared.octavoRunningKeys ??= new Set();
const running = shared.octavoRunningKeys;

/** The response stored under a key. @throws {Problem} 422 where the key was used with another payload */
async function storedReply(trx: DatabaseTransaction, { caller, fingerprint, key }: Key): Promise<ApiResponse> {
  const row = await trx
    .selectFrom("idempotency_keys")
    .selectAll()
    .where("caller", "=", caller)
    .where("key", "=", key)
    .executeTakeFirstOrThrow();
  if (row.fingerprint !== fingerprint) throw new Problem("key-reused");
  const { body, headers, status } = row;
  return { status, headers: { ...JSON.parse(headers), "Idempotency-Replayed": "true" }, body };
}

async function respondOnce(trx: DatabaseTransaction, key: Key, work: Work, now: number): Promise<ApiResponse> {
  const hasKey = (eb: ExpressionBuilder<Tables, "idempotency_keys">) =>
    eb.and([eb("caller", "=", key.caller), eb("key", "=", key.key)]);
  const row = { fingerprint: key.fingerprint, status: 0, headers: "{}", body: "", created_at: now };
  // Inserting the key comes first: another process that inserts it waits here until this transaction ends.
  const inserted = await trx
    .insertInto("idempotency_keys")
    .values({ ...key, ...row })
    .onConflict((conflict) =>
      conflict
        .columns(["caller", "key"])
        .doUpdateSet(row)
        // One that has expired, and was not removed yet.
        .where("idempotency_keys.created_at", "<=", now - IDEMPOTENCY_RETENTION_MS),
    )
    .returning("key")
    .executeTakeFirst();
  if (!inserted) return storedReply(trx, key);
  const response = await work(trx);
  const stored = { ...response, headers: JSON.stringify(response.headers) };
  await trx.updateTable("idempotency_keys").set(stored).where(hasKey).execute();
  return response;
}

type Work = (trx: DatabaseTransaction) => Promise<ApiResponse>;

/**
 * Runs `work` in a transaction and stores its response under the key in the same one. A repeated request gets the stored
 * response instead. Without a key, only runs `work`.
 * @throws {Problem} 409 while the first request runs, 422 where the key was used with another payload
 */
export async function withIdempotency(
  db: Database,
  key: Key | undefined,
  work: Work,
  now = Date.now(),
): Promise<ApiResponse> {
  if (key === undefined) return inTransaction(db, work);
  const name = JSON.stringify([key.caller, key.key]);
  if (running.has(name)) throw new Problem("request-in-progress", { headers: { "Retry-After": "1" } });
  running.add(name);
  try {
    return await inTransaction(db, (trx) => respondOnce(trx, key, work, now));
  } finally {
    running.delete(name);
  }
}
