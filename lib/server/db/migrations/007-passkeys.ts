import type { ColumnDefinitionBuilder, Kysely } from "kysely";
import { getEngine } from "../engine.ts";
import type { Tables } from "../tables.ts";

const required = (column: ColumnDefinitionBuilder) => column.notNull();

/** Passkeys: public keys, whose other halves sign their holders in. */
export async function up(db: Kysely<Tables>): Promise<void> {
  const { tableSuffix, timeType } = getEngine(db);
  await db.schema
    .createTable("passkeys")
    .addColumn("id", "text", (column) => column.primaryKey().notNull())
    .addColumn("account_id", "text", (column) => column.notNull().references("accounts.id").onDelete("cascade"))
    .addColumn("name", "text", required)
    .addColumn("credential_id", "text", (column) => column.notNull().unique())
    .addColumn("public_key", "text", required)
    .addColumn("counter", timeType, required)
    .addColumn("transports", "text", required)
    .addColumn("is_synced", "integer", required)
    .addColumn("is_backed_up", "integer", required)
    .addColumn("created_at", timeType, required)
    .addColumn("used_at", timeType)
    .modifyEnd(tableSuffix)
    .execute();
  await db.schema.createIndex("passkeys_account").on("passkeys").column("account_id").execute();
}
