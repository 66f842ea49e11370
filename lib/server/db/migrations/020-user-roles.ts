import { randomUUID } from "node:crypto";
import type { Kysely } from "kysely";
import { getEngine } from "../engine.ts";
import type { Tables } from "../tables.ts";

/**
 * Adds to accounts the last sign-in, suspension and deletion, and to invitations an id, an email address, a role and who
 * accepted them. Drops the guard that only one account is the owner; see docs/decisions/039-users-and-roles.md.
 */
export async function up(db: Kysely<Tables>): Promise<void> {
  const { timeType } = getEngine(db);
  await db.schema.dropIndex("accounts_owner").execute();
  for (const column of ["signed_in_at", "suspended_at", "deleted_at"]) {
    await db.schema.alterTable("accounts").addColumn(column, timeType).execute();
  }
  await db.schema.createIndex("accounts_oldest").on("accounts").columns(["createdAt", "id"]).execute();
  const sessions = await db
    .selectFrom("sessions")
    .select((eb) => ["userId", eb.fn.max("createdAt").as("last")])
    .groupBy("userId")
    .execute();
  for (const { userId, last } of sessions) {
    await db
      .updateTable("accounts")
      .set({ signed_in_at: Date.parse(last) })
      .where("id", "=", userId)
      .execute();
  }

  const table = () => db.schema.alterTable("invitations");
  await table()
    .addColumn("id", "text", (column) => column.notNull().defaultTo(""))
    .execute();
  await table().addColumn("email", "text").execute();
  await table()
    .addColumn("role", "text", (column) => column.notNull().defaultTo("author"))
    .execute();
  await table().addColumn("used_at", timeType).execute();
  await table().addColumn("account_id", "text").execute();
  for (const { hash } of await db.selectFrom("invitations").select("hash").execute()) {
    await db.updateTable("invitations").set({ id: randomUUID() }).where("hash", "=", hash).execute();
  }
  await db.schema.createIndex("invitations_id").unique().on("invitations").column("id").execute();
  await db.schema.createIndex("invitations_newest").on("invitations").columns(["made_at", "id"]).execute();
}
