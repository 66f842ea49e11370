import type { Kysely } from "kysely";
import { mapTextColumns } from "#lib/server/posts/text-columns";
import type { Tables } from "./tables.ts";
import type { WriteHealth } from "./write-health.ts";

/** As long as the content of the longest post, in characters. */
const CONTENT = "x".repeat(250_000);
/** No post has it: ids count up from 1. */
const ID = -1;

class Undo extends Error {}

/**
 * Inserts a post and rolls it back. Where the last write failed, also commits an update that changes nothing: a full disk
 * may only be detected then.
 * @throws the database's error where writes are impossible
 */
export async function probeWrite(db: Kysely<Tables>, { failure }: WriteHealth): Promise<void> {
  const values = {
    ...mapTextColumns(() => ""),
    ...{ id: ID, title_sort: "", content: CONTENT, excerpt_own: 0, slug_own: 0, tags: "[]" },
    ...{ status: "draft" as const, direction: "ltr" as const, reading_minutes: 0, author_id: null, version: 1 },
    ...{ published_at: null, created_at: 0, updated_at: 0, trashed_at: null },
  };
  try {
    await db.transaction().execute(async (trx) => {
      await trx.insertInto("posts").values(values).execute();
      throw new Undo();
    });
  } catch (error) {
    if (!(error instanceof Undo)) throw error;
  }
  if (failure !== undefined) {
    await db
      .updateTable("content_version")
      .set((eb) => ({ number: eb.ref("number") }))
      .execute();
  }
}
