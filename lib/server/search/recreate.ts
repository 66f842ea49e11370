import { sql } from "kysely";
import { getEngine } from "#lib/server/db/engine";
import type { Database } from "#lib/server/db/tables";
import { inTransaction } from "#lib/server/db/transaction";

/** Replaces the search index by an empty one, as the migrations create it. */
export async function recreateSearchIndex(db: Database): Promise<void> {
  const { search } = getEngine(db);
  await inTransaction(db, async (trx) => {
    await sql`drop table if exists posts_search`.execute(trx);
    await search.create(trx);
    await search.migrateForScale(trx);
    await search.indexPrefixes(trx);
  });
}
