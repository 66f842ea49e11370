import type { Kysely } from "kysely";
import type { Tables } from "../tables.ts";

/** Adds to invitations who made them, with whose role they end; see docs/decisions/039-users-and-roles.md. */
export async function up(db: Kysely<Tables>): Promise<void> {
  await db.schema.alterTable("invitations").addColumn("made_by", "text").execute();
  await db.schema.createIndex("invitations_made_by").on("invitations").column("made_by").execute();
  const owners = await db.selectFrom("accounts").select("id").where("role", "=", "owner").limit(2).execute();
  // Of several owners, nobody knows which one it was.
  if (owners.length === 1) await db.updateTable("invitations").set({ made_by: owners[0]?.id }).execute();
}
