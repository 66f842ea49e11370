import { type Kysely, sql } from "kysely";
import type { Tables } from "#lib/server/db/tables";
import type { WriteHealth } from "#lib/server/db/write-health";
import { probeWrite } from "#lib/server/db/write-probe";

/** The tables that saving a post writes to. */
const WRITTEN: (keyof Tables)[] = [
  "posts",
  "revisions",
  "tags",
  "post_tags",
  "post_counts",
  "renderings",
  "content_version",
  "idempotency_keys",
];

/**
 * Checks whether the server accepts writes, by a cheap query; where the last write failed, tries one.
 * @throws what makes writes impossible
 */
export async function checkPostgresWrites(db: Kysely<Tables>, health: WriteHealth): Promise<void> {
  const { rows } = await sql<{ standby: boolean; read_only: boolean; missing: string | null }>`
    select pg_is_in_recovery() as standby, current_setting('transaction_read_only')::boolean as read_only,
      (select string_agg(name, ', ') from unnest(${WRITTEN}::text[]) as name
        where not (has_table_privilege(name, 'insert') and has_table_privilege(name, 'update')
          and has_table_privilege(name, 'delete'))) as missing`.execute(db);
  const [found] = rows;
  if (found?.standby) throw new Error("the PostgreSQL server is a hot standby");
  if (found?.read_only) throw new Error("the PostgreSQL database is read-only (default_transaction_read_only)");
  if (found?.missing) throw new Error(`the PostgreSQL role may not write into ${found.missing}`);
  if (health.failure !== undefined) await probeWrite(db, health);
}
