import { createHash, randomBytes, randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import type { Selectable } from "kysely";
import type { ApiKeysTable, Database } from "#lib/server/db/tables";
import { inTransaction } from "#lib/server/db/transaction";
import { log } from "#lib/server/log";
import { Problem } from "#lib/server/problem";
import type { ApiKey, NewKey, NewKeyWithSecret } from "#lib/shared/keys";
import { cleanText } from "#lib/shared/text";

/** Lets secret scanners and people recognize a leaked key. */
const PREFIX = "octavo_";
const HINT_LENGTH = PREFIX.length + 4;
/** Precision of `used_at`, in milliseconds, so that not every read causes a write. */
const USED_AT_PRECISION_MS = 60_000;
/** How long a request waits for the update of `used_at`, in milliseconds. */
const UPDATE_WAIT_MS = 100;

/** A key has 256 random bits, so a fast hash without salt is enough. */
const hashOf = (key: string) => createHash("sha256").update(key).digest("base64url");
const toIso = (milliseconds: number | null) => (milliseconds === null ? null : new Date(milliseconds).toISOString());

function toKey({ created_at, expires_at, hint, id, name, scope, used_at }: Selectable<ApiKeysTable>): ApiKey {
  const createdAt = new Date(created_at).toISOString();
  return { id, name: cleanText(name), hint, scope, createdAt, expiresAt: toIso(expires_at), usedAt: toIso(used_at) };
}

/**
 * The bearer token of a request (RFC 6750): "" if the Authorization header is malformed, undefined without one. Basic
 * credentials are ignored: they are for a proxy in front.
 */
export function bearerToken({ headers: { authorization } }: IncomingMessage): string | undefined {
  if (authorization === undefined || /^Basic /i.test(authorization)) return undefined;
  return /^Bearer +(\S+) *$/i.exec(authorization)?.[1] ?? "";
}

/** Lists the API keys of an account, newest first. */
export async function listKeys(db: Database, accountId: string): Promise<ApiKey[]> {
  const rows = await db
    .selectFrom("api_keys")
    .selectAll()
    .where("account_id", "=", accountId)
    .orderBy("created_at", "desc")
    .execute();
  return rows.map(toKey);
}

/** Lists the API keys of all accounts with the accounts' email addresses, newest first. */
export async function listAllKeys(db: Database): Promise<(ApiKey & { email: string })[]> {
  const rows = await db
    .selectFrom("api_keys")
    .innerJoin("accounts", "accounts.id", "api_keys.account_id")
    .selectAll("api_keys")
    .select("accounts.email")
    .orderBy("created_at", "desc")
    .orderBy("api_keys.id")
    .execute();
  return rows.map((row) => ({ ...toKey(row), email: row.email }));
}

/** Creates an API key. Its secret is in this result only; the database has its hash. */
export async function createKey(
  db: Database,
  accountId: string,
  input: NewKey,
  now = Date.now(),
): Promise<NewKeyWithSecret> {
  const key = PREFIX + randomBytes(32).toString("base64url");
  const row = {
    id: randomUUID(),
    account_id: accountId,
    name: input.name,
    hash: hashOf(key),
    hint: key.slice(0, HINT_LENGTH),
    scope: input.scope,
    created_at: now,
    expires_at: input.expiresAt ? Date.parse(input.expiresAt) : null,
    used_at: null,
  };
  await db.insertInto("api_keys").values(row).execute();
  log.info({ event: "key-created", account: accountId, key: row.id, scope: row.scope }, "API key created");
  return { ...toKey(row), key };
}

/** Revokes an API key immediately. @throws {Problem} 404 */
export async function revokeKey(db: Database, accountId: string, id: string): Promise<void> {
  const revoked = await db
    .deleteFrom("api_keys")
    .where("account_id", "=", accountId)
    .where("id", "=", id)
    .returning("id")
    .execute();
  if (revoked.length === 0) throw new Problem("not-found", { title: "Key not found" });
  log.info({ event: "key-revoked", account: accountId, key: id }, "API key revoked");
}

/** Updates of `used_at` in progress, by key id. */
const updating = new Map<string, Promise<unknown>>();

/** Stores when a key was used. Never fails, and waits UPDATE_WAIT_MS at most: reads must work on a read-only database. */
async function storeLastUse(db: Database, id: string, now: number): Promise<void> {
  if (updating.has(id)) return;
  const stored = db
    .updateTable("api_keys")
    .set({ used_at: now })
    .where("id", "=", id)
    .execute()
    .catch((error: unknown) => log.warn({ err: error, key: id }, "last use of an API key not stored"))
    .finally(() => updating.delete(id));
  updating.set(id, stored);
  await Promise.race([stored, wait(UPDATE_WAIT_MS, undefined, { ref: false })]);
}

const logRevoked = (keys: { id: string; account_id: string }[]) => {
  for (const { account_id, id } of keys)
    log.info({ event: "key-revoked", account: account_id, key: id }, "API key revoked");
};

/** Revokes all API keys of an account immediately. @returns how many there were */
export async function revokeKeys(db: Database, accountId: string): Promise<number> {
  const revoked = await db
    .deleteFrom("api_keys")
    .where("account_id", "=", accountId)
    .returning(["id", "account_id"])
    .execute();
  logRevoked(revoked);
  return revoked.length;
}

/** Revokes API keys of any accounts immediately, all or none of them. @throws where no key has one of the ids */
export async function revokeKeysById(db: Database, ids: string[]): Promise<void> {
  const revoked = await inTransaction(db, async (trx) => {
    const keys = await trx.deleteFrom("api_keys").where("id", "in", ids).returning(["id", "account_id"]).execute();
    const unknown = ids.find((id) => !keys.some((key) => key.id === id));
    if (unknown !== undefined) throw new Error(`no API key has the id ${unknown}; none was revoked`);
    return keys;
  });
  logRevoked(revoked);
}

/** Finds the account and scope of an API key, and stores its use. @returns undefined if it is unknown, revoked or expired */
export async function authenticateKey(db: Database, key: string, now = Date.now()) {
  if (!key.startsWith(PREFIX)) return undefined;
  const found = await db
    .selectFrom("api_keys")
    .innerJoin("accounts", "accounts.id", "api_keys.account_id")
    .select([
      "api_keys.id",
      "scope",
      "expires_at",
      "used_at",
      "accounts.id as accountId",
      "accounts.name",
      "accounts.role",
    ])
    .where("hash", "=", hashOf(key))
    // A key that was created while the account was being suspended.
    .where("accounts.suspended_at", "is", null)
    .executeTakeFirst();
  if (!found || (found.expires_at !== null && found.expires_at <= now)) return undefined;
  if (found.used_at === null || found.used_at <= now - USED_AT_PRECISION_MS) {
    await storeLastUse(db, found.id, now);
  }
  return found;
}
