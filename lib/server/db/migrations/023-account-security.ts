import { type Kysely, sql } from "kysely";
import { getEngine } from "../engine.ts";
import type { Tables } from "../tables.ts";

/**
 * Adds to accounts a change of the email address that waits for its confirmation, and whether passkeys are the only way to sign
 * in; see docs/decisions/042-account-security.md. Unread messages get an index: each page of an owner shows their number.
 */
export async function up(db: Kysely<Tables>): Promise<void> {
  const { timeType } = getEngine(db);
  const table = () => db.schema.alterTable("accounts");
  for (const column of ["pending_email", "pending_email_hash"]) await table().addColumn(column, "text").execute();
  await table().addColumn("pending_email_expires_at", timeType).execute();
  await table()
    .addColumn("is_passkey_only", "integer", (column) => column.notNull().defaultTo(0))
    .execute();
  await db.schema.createIndex("accounts_pending_email").unique().on("accounts").column("pending_email_hash").execute();
  await db.schema
    .createIndex("messages_unread")
    .on("messages")
    .column("id")
    .where(sql.ref("read_at"), "is", null)
    .execute();
}
