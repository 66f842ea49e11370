import { createHash, randomBytes, randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import type { Selectable } from "kysely";
import type { ApiKeysTable, Database } from "#lib/server/db/tables";
import { log } from "#lib/server/log";
import { Problem } from "#lib/server/problem";
import type { ApiKey, NewKey, NewKeyWithSecret } from "#lib/shared/keys";
import { cleanText } from "#lib/shared/text";

/** So that whoever finds one somewhere knows what it is. */
const PREFIX = "octavo_";
const HINT_LENGTH = PREFIX.length + 4;
/** How exactly the last use is noted, in milliseconds: not every read of a program is to be a write. */
const USE_NOTED_MS = 60_000;
/** How long a request waits for that note, in milliseconds. */
const NOTE_WAIT_MS = 100;

/** A key is 256 random bits: its hash needs no salt, and no slowness. */
const hashOf = (key: string) => createHash("sha256").update(key).digest("base64url");
const moment = (milliseconds: number | null) => (milliseconds === null ? null : new Date(milliseconds).toISOString());

function toKey({ created_at, expires_at, hint, id, name, scope, used_at }: Selectable<ApiKeysTable>): ApiKey {
  const createdAt = new Date(created_at).toISOString();
  return { id, name: cleanText(name), hint, scope, createdAt, expiresAt: moment(expires_at), usedAt: moment(used_at) };
}

/**
 * The key that a request comes with (`Authorization: Bearer …`, RFC 6750): "" where it has not that form, undefined where
 * there is none. A name and password (Basic) are for a proxy in front that asks its visitors for them, and not for us.
 */
export function bearerToken({ headers: { authorization } }: IncomingMessage): string | undefined {
  if (authorization === undefined || /^Basic /i.test(authorization)) return undefined;
  return /^Bearer +(\S+) *$/i.exec(authorization)?.[1] ?? "";
}

/** The keys of an account, the newest first. */
export async function listKeys(db: Database, accountId: string): Promise<ApiKey[]> {
  const rows = await db
    .selectFrom("api_keys")
    .selectAll()
    .where("account_id", "=", accountId)
    .orderBy("created_at", "desc")
    .execute();
  return rows.map(toKey);
}

/** Makes a key, and shows it for the only time. */
export async function createKey(
  db: Database,
  accountId: string,
  wish: NewKey,
  now = Date.now(),
): Promise<NewKeyWithSecret> {
  const key = PREFIX + randomBytes(32).toString("base64url");
  const row = {
    id: randomUUID(),
    account_id: accountId,
    name: wish.name,
    hash: hashOf(key),
    hint: key.slice(0, HINT_LENGTH),
    scope: wish.scope,
    created_at: now,
    expires_at: wish.expiresAt ? Date.parse(wish.expiresAt) : null,
    used_at: null,
  };
  await db.insertInto("api_keys").values(row).execute();
  log.info({ event: "key-made", account: accountId, key: row.id, scope: row.scope }, "an API key was made");
  return { ...toKey(row), key };
}

/** Ends a key, at once. @throws {Problem} 404 */
export async function revokeKey(db: Database, accountId: string, id: string): Promise<void> {
  const revoked = await db
    .deleteFrom("api_keys")
    .where("account_id", "=", accountId)
    .where("id", "=", id)
    .returning("id")
    .execute();
  if (revoked.length === 0) throw new Problem("not-found", { title: "Key not found" });
  log.info({ event: "key-revoked", account: accountId, key: id }, "an API key was revoked");
}

/** Notes of a use that are being stored, by key. */
const noting = new Map<string, Promise<unknown>>();

/** Stores when a key was used. A request, which may only read, neither fails nor waits where the database is not writable. */
async function noteUse(db: Database, id: string, now: number): Promise<void> {
  if (noting.has(id)) return;
  const stored = db
    .updateTable("api_keys")
    .set({ used_at: now })
    .where("id", "=", id)
    .execute()
    .catch((error: unknown) => log.warn({ err: error, key: id }, "the use of an API key could not be noted"))
    .finally(() => noting.delete(id));
  noting.set(id, stored);
  await Promise.race([stored, wait(NOTE_WAIT_MS, undefined, { ref: false })]);
}

/** Revokes every key of an account, at once. */
export async function revokeKeys(db: Database, accountId: string): Promise<void> {
  const revoked = await db.deleteFrom("api_keys").where("account_id", "=", accountId).returning("id").execute();
  for (const { id } of revoked)
    log.info({ event: "key-revoked", account: accountId, key: id }, "an API key was revoked");
}

/** Whose key this is and what it may; undefined for one that is unknown, revoked or expired. Notes its use. */
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
    .executeTakeFirst();
  if (!found || (found.expires_at !== null && found.expires_at <= now)) return undefined;
  if (found.used_at === null || found.used_at <= now - USE_NOTED_MS) {
    await noteUse(db, found.id, now);
  }
  return found;
}
