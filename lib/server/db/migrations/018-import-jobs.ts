import type { ColumnDefinitionBuilder, Kysely } from "kysely";
import { getEngine } from "../engine.ts";
import type { Tables } from "../tables.ts";

const required = (column: ColumnDefinitionBuilder) => column.notNull();

/** Adds imports that are run in the browser, and their reports; see docs/decisions/037-import-in-the-browser.md. */
export async function up(db: Kysely<Tables>): Promise<void> {
  const { binaryText, tableSuffix, timeType } = getEngine(db);

  await db.schema
    .createTable("import_jobs")
    .addColumn("id", binaryText, (column) => column.primaryKey().notNull())
    .addColumn("account_id", "text", required)
    .addColumn("state", "text", required)
    .addColumn("files", "text", required)
    .addColumn("parts", "integer", required)
    .addColumn("options", "text", required)
    .addColumn("progress", "text")
    .addColumn("report", "text")
    .addColumn("report_run", binaryText)
    .addColumn("entries", "integer", required)
    .addColumn("error", "text")
    .addColumn("created_at", timeType, required)
    .addColumn("updated_at", timeType, required)
    .modifyEnd(tableSuffix)
    .execute();
  await db.schema.createIndex("import_jobs_newest").on("import_jobs").columns(["created_at", "id"]).execute();

  await db.schema
    .createTable("import_runs")
    // Always 1: no two imports run at a time.
    .addColumn("slot", "integer", (column) => column.primaryKey().notNull())
    .addColumn("job_id", binaryText, (column) => column.notNull().references("import_jobs.id").onDelete("cascade"))
    .addColumn("run", binaryText, required)
    .addColumn("is_cancelled", "integer", required)
    .addColumn("heartbeat", timeType, required)
    .modifyEnd(tableSuffix)
    .execute();

  await db.schema
    .createTable("import_entries")
    .addColumn("run", binaryText, required)
    .addColumn("number", "integer", required)
    .addColumn("job_id", binaryText, (column) => column.notNull().references("import_jobs.id").onDelete("cascade"))
    .addColumn("entry", "text", required)
    .addPrimaryKeyConstraint("import_entries_key", ["run", "number"])
    .modifyEnd(tableSuffix)
    .execute();
  await db.schema.createIndex("import_entries_job").on("import_entries").column("job_id").execute();
}
