import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { ExpressionBuilder } from "kysely";
import { clientIp } from "#lib/server/client-ip";
import type { Database, DatabaseTransaction, Tables } from "#lib/server/db/tables";
import { inTransaction } from "#lib/server/db/transaction";
import { Problem } from "#lib/server/problem";
import type { Viewer } from "#lib/server/viewer";
import type { ApiResponse } from "./response.ts";

/** How long a reply is kept under its key, in milliseconds: 24 hours. */
const KEPT_MS = 24 * 60 * 60 * 1000;
const KEY = /^[\x21-\x7e]{1,255}$/;

/** A request that is to have its effect once (draft-ietf-httpapi-idempotency-key-header). */
type Key = { caller: string; key: string; fingerprint: string };

/**
 * The request's Idempotency-Key, which belongs to the caller that sent it.
 * @param asked what is asked for: the same key with something else asked for is an error
 * @param key where it comes in another way than as a header
 * @throws {Problem} 400 for a key that is none
 */
export function idempotencyKey(
  req: IncomingMessage,
  viewer: Viewer,
  asked: unknown,
  key: string | string[] | undefined = req.headers["idempotency-key"],
): Key | undefined {
  if (key === undefined) return undefined;
  if (typeof key !== "string" || !KEY.test(key)) {
    const fault = "Must be 1 to 255 visible ASCII characters";
    throw new Problem("validation", { fields: { "Idempotency-Key": [fault] } });
  }
  const fingerprint = createHash("sha256").update(JSON.stringify(asked)).digest("base64url");
  return { caller: viewer.id ?? clientIp(req), key, fingerprint };
}

/** Keys whose first request is running in this process. */
const shared = globalThis as { octavoRunningKeys?: Set<string> };
shared.octavoRunningKeys ??= new Set();
const running = shared.octavoRunningKeys;

/** The reply that is kept under a key. @throws {Problem} 422 where something else was asked for under it */
async function storedReply(trx: DatabaseTransaction, { caller, fingerprint, key }: Key): Promise<ApiResponse> {
  const kept = await trx
    .selectFrom("idempotency_keys")
    .selectAll()
    .where("caller", "=", caller)
    .where("key", "=", key)
    .executeTakeFirstOrThrow();
  if (kept.fingerprint !== fingerprint) throw new Problem("key-reused");
  const { body, headers, status } = kept;
  return { status, headers: { ...JSON.parse(headers), "Idempotency-Replayed": "true" }, body };
}

async function replyOnce(trx: DatabaseTransaction, key: Key, work: Work, now: number): Promise<ApiResponse> {
  const isMine = (eb: ExpressionBuilder<Tables, "idempotency_keys">) =>
    eb.and([eb("caller", "=", key.caller), eb("key", "=", key.key)]);
  // Taking the key comes first: another process that takes it waits here until this transaction has ended.
  const taken = await trx
    .insertInto("idempotency_keys")
    .values({ ...key, status: 0, headers: "{}", body: "", created_at: now })
    .onConflict((conflict) => conflict.columns(["caller", "key"]).doNothing())
    .returning("key")
    .executeTakeFirst();
  if (!taken) return storedReply(trx, key);
  const reply = await work(trx);
  const row = { status: reply.status, headers: JSON.stringify(reply.headers), body: reply.body };
  await trx.updateTable("idempotency_keys").set(row).where(isMine).execute();
  return reply;
}

type Work = (trx: DatabaseTransaction) => Promise<ApiResponse>;

/**
 * Does `work` in a transaction and keeps its reply there under the key, so that both are stored or neither is; does it
 * again never, but gives the reply that was kept. Without a key it is simply done.
 * @throws {Problem} 409 while the first request runs, 422 where the key was used for something else
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
    return await inTransaction(db, async (trx) => {
      await trx
        .deleteFrom("idempotency_keys")
        .where("created_at", "<=", now - KEPT_MS)
        .execute();
      return replyOnce(trx, key, work, now);
    });
  } finally {
    running.delete(name);
  }
}
