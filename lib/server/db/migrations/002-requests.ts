import { randomBytes } from "node:crypto";
import type { Kysely } from "kysely";
import { getEngine } from "../engine.ts";
import type { Tables } from "../tables.ts";

/** What is remembered of requests: replies under an Idempotency-Key, rate limits, and the secret that signs cursors. */
export async function up(db: Kysely<Tables>): Promise<void> {
  const { tableSuffix, timeType } = getEngine(db);

  await db.schema
    .createTable("idempotency_keys")
    .addColumn("caller", "text", (column) => column.notNull())
    .addColumn("key", "text", (column) => column.notNull())
    .addColumn("fingerprint", "text", (column) => column.notNull())
    .addColumn("status", "integer", (column) => column.notNull())
    .addColumn("headers", "text", (column) => column.notNull())
    .addColumn("body", "text", (column) => column.notNull())
    .addColumn("created_at", timeType, (column) => column.notNull())
    .addPrimaryKeyConstraint("idempotency_keys_key", ["caller", "key"])
    .modifyEnd(tableSuffix)
    .execute();
  await db.schema.createIndex("idempotency_keys_created_at").on("idempotency_keys").column("created_at").execute();

  await db.schema
    .createTable("rate_limits")
    .addColumn("key", "text", (column) => column.primaryKey().notNull())
    .addColumn("points", "integer", (column) => column.notNull())
    .addColumn("expire", timeType)
    .modifyEnd(tableSuffix)
    .execute();

  await db.schema
    .createTable("secret")
    .addColumn("value", "text", (column) => column.notNull())
    .modifyEnd(tableSuffix)
    .execute();
  await db
    .insertInto("secret")
    .values({ value: randomBytes(32).toString("base64url") })
    .execute();
}
