import { type ColumnDefinitionBuilder, type Kysely, sql } from "kysely";
import { getEngine } from "../engine.ts";
import type { Tables } from "../tables.ts";

const required = (column: ColumnDefinitionBuilder) => column.notNull();
const key = (column: ColumnDefinitionBuilder) => column.primaryKey().notNull();
const ofAccount = (column: ColumnDefinitionBuilder) => column.notNull().references("accounts.id").onDelete("cascade");

/**
 * Accounts, their sessions, passwords and API keys. The columns of the first four tables have the names, and their times
 * the form (ISO 8601 text), that better-auth gives them on SQLite; it is configured alike for PostgreSQL, so that a row is
 * the same row on both.
 */
export async function up(db: Kysely<Tables>): Promise<void> {
  const { tableSuffix, timeType } = getEngine(db);
  const table = (name: string) => db.schema.createTable(name).addColumn("id", "text", key);

  await table("accounts")
    .addColumn("name", "text", required)
    .addColumn("email", "text", (column) => column.notNull().unique())
    .addColumn("emailVerified", "integer", required)
    .addColumn("image", "text")
    .addColumn("role", "text", required)
    .addColumn("createdAt", "text", required)
    .addColumn("updatedAt", "text", required)
    .modifyEnd(tableSuffix)
    .execute();
  // Two people who sign up first at the same moment do not both own the site.
  await sql`create unique index accounts_owner on accounts (role) where role = 'owner'`.execute(db);

  await table("sessions")
    .addColumn("token", "text", (column) => column.notNull().unique())
    .addColumn("userId", "text", ofAccount)
    .addColumn("expiresAt", "text", required)
    .addColumn("ipAddress", "text")
    .addColumn("userAgent", "text")
    .addColumn("createdAt", "text", required)
    .addColumn("updatedAt", "text", required)
    .modifyEnd(tableSuffix)
    .execute();
  await db.schema.createIndex("sessions_user").on("sessions").column("userId").execute();

  await table("credentials")
    .addColumn("accountId", "text", required)
    .addColumn("providerId", "text", required)
    .addColumn("userId", "text", ofAccount)
    .addColumn("accessToken", "text")
    .addColumn("refreshToken", "text")
    .addColumn("idToken", "text")
    .addColumn("accessTokenExpiresAt", "text")
    .addColumn("refreshTokenExpiresAt", "text")
    .addColumn("scope", "text")
    .addColumn("password", "text")
    .addColumn("createdAt", "text", required)
    .addColumn("updatedAt", "text", required)
    .modifyEnd(tableSuffix)
    .execute();
  await db.schema.createIndex("credentials_user").on("credentials").column("userId").execute();

  await table("verifications")
    .addColumn("identifier", "text", required)
    .addColumn("value", "text", required)
    .addColumn("expiresAt", "text", required)
    .addColumn("createdAt", "text", required)
    .addColumn("updatedAt", "text", required)
    .modifyEnd(tableSuffix)
    .execute();
  await db.schema.createIndex("verifications_identifier").on("verifications").column("identifier").execute();

  await db.schema
    .createTable("invitations")
    .addColumn("hash", "text", key)
    .addColumn("made_at", timeType, required)
    .addColumn("expires_at", timeType, required)
    .modifyEnd(tableSuffix)
    .execute();

  await table("api_keys")
    .addColumn("account_id", "text", ofAccount)
    .addColumn("name", "text", required)
    .addColumn("hash", "text", (column) => column.notNull().unique())
    .addColumn("hint", "text", required)
    .addColumn("scope", "text", required)
    .addColumn("created_at", timeType, required)
    .addColumn("expires_at", timeType)
    .addColumn("used_at", timeType)
    .modifyEnd(tableSuffix)
    .execute();
  await db.schema.createIndex("api_keys_account").on("api_keys").column("account_id").execute();

  await db.schema.createIndex("posts_author").on("posts").columns(["author_id", "published_at", "id"]).execute();
}
