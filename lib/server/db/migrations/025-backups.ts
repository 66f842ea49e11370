import type { ColumnDefinitionBuilder, Kysely } from "kysely";
import { getEngine } from "../engine.ts";
import type { Tables } from "../tables.ts";

const required = (column: ColumnDefinitionBuilder) => column.notNull();

/** Adds the backups that are being made, and the last one; see docs/decisions/044-backup.md. */
export async function up(db: Kysely<Tables>): Promise<void> {
  const { binaryText, tableSuffix, timeType } = getEngine(db);
  await db.schema
    .createTable("backups")
    .addColumn("id", binaryText, (column) => column.primaryKey().notNull())
    .addColumn("began_at", timeType, required)
    .addColumn("heartbeat", timeType, required)
    .addColumn("duration_ms", timeType)
    .addColumn("bytes", timeType)
    .modifyEnd(tableSuffix)
    .execute();
}
