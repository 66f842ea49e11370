import type { Kysely } from "kysely";
import { baseDirection } from "#lib/shared/direction";
import type { Tables } from "../tables.ts";

/** How many posts are loaded at once. */
const BATCH = 200;

/** Sets the direction of posts that are written from right to left. */
async function setDirections(db: Kysely<Tables>): Promise<void> {
  const posts = db.selectFrom("posts").select(["id", "title", "content"]).orderBy("id").limit(BATCH);
  for (let last = 0; ; ) {
    const batch = await posts.where("id", ">", last).execute();
    const end = batch.at(-1);
    if (!end) return;
    const ids = batch.filter((post) => baseDirection(post) === "rtl").map(({ id }) => id);
    if (ids.length > 0) await db.updateTable("posts").set({ direction: "rtl" }).where("id", "in", ids).execute();
    last = end.id;
  }
}

/** Adds the language and the base direction of posts. */
export async function up(db: Kysely<Tables>): Promise<void> {
  for (const table of ["posts", "revisions"] as const) {
    await db.schema
      .alterTable(table)
      .addColumn("language", "text", (column) => column.notNull().defaultTo(""))
      .execute();
  }
  await db.schema
    .alterTable("posts")
    .addColumn("direction", "text", (column) => column.notNull().defaultTo("ltr"))
    .execute();
  await setDirections(db);
}
