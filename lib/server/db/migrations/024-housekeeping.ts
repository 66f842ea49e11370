import { type Kysely, type RawBuilder, sql } from "kysely";
import { getEngine } from "../engine.ts";
import type { Tables } from "../tables.ts";

/** Adds what the removal of temporary data needs: its lease, and an index for each query; see docs/decisions/047-housekeeping.md. */
export async function up(db: Kysely<Tables>): Promise<void> {
  const { tableSuffix, timeType } = getEngine(db);
  await db.schema
    .createTable("housekeeping")
    // Always 1.
    .addColumn("slot", "integer", (column) => column.primaryKey().notNull())
    .addColumn("run", "text")
    .addColumn("renewed_at", timeType, (column) => column.notNull())
    .addColumn("finished_at", timeType, (column) => column.notNull())
    .modifyEnd(tableSuffix)
    .execute();

  const index = async (name: string, table: string, column: string, condition?: RawBuilder<unknown>) => {
    const where = condition ? sql` where ${condition}` : sql``;
    await sql`create index ${sql.id(name)} on ${sql.table(table)} (${sql.ref(column)})${where}`.execute(db);
  };
  await index("sessions_expiry", "sessions", "expiresAt");
  await index("verifications_expiry", "verifications", "expiresAt");
  await index("rate_limits_expiry", "rate_limits", "expire");
  await index("invitations_expiry", "invitations", "expires_at", sql`used_at is null`);
  await index("accounts_pending_expiry", "accounts", "pending_email_expires_at", sql`pending_email is not null`);
  await index("accounts_deleted", "accounts", "deleted_at", sql`deleted_at is not null`);
  await index("renderings_renderer", "renderings", "renderer");
}
