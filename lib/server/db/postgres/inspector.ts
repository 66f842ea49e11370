import { sql } from "kysely";
import type { BrokenReference, Inspector, MissingPrivilege, SearchDifference } from "#lib/server/db/inspector";
import type { Database, DatabaseTransaction } from "#lib/server/db/tables";
import { inReadSnapshot } from "#lib/server/db/transaction";
import { postRanges, postsIn } from "#lib/server/posts/ranges";
import { findDamage } from "./find-damage.ts";
import { createObject, expectedSchema, OUR_SCHEMA, readSchema } from "./inspect-schema.ts";
import { searchRow } from "./search.ts";

/** Foreign keys of our tables, with conditions that a row refers to another one and that there is none. */
async function referencesOf(db: Database, table?: string) {
  const { rows } = await sql<{ table: string; parent: string; own: string[]; theirs: string[] }>`
    select c.relname as table, p.relname as parent,
      (select array_agg(attname::text order by ord) from unnest(conkey) with ordinality as k (num, ord)
        join pg_attribute on attrelid = conrelid and attnum = num) as own,
      (select array_agg(attname::text order by ord) from unnest(confkey) with ordinality as k (num, ord)
        join pg_attribute on attrelid = confrelid and attnum = num) as theirs
    from pg_constraint join pg_class c on c.oid = conrelid join pg_class p on p.oid = confrelid
    where contype = 'f' and c.relnamespace = ${OUR_SCHEMA} and (${table ?? null}::text is null or c.relname = ${table ?? null})`.execute(
    db,
  );
  return rows.map(({ own, parent, table, theirs }) => {
    const refs = (name: string, columns: string[]) => sql.join(columns.map((column) => sql.ref(`${name}.${column}`)));
    const isBroken = sql`(${refs("child", own)}) is not null and not exists (
      select from ${sql.table(parent)} as parent where (${refs("parent", theirs)}) = (${refs("child", own)}))`;
    return { table, parent, isBroken };
  });
}

export const postgresInspector: Inspector = {
  findDamage,

  readSchema,

  expectedSchema,

  canCreate: ({ kind }) => kind === "index" || kind === "constraint",

  createObject,

  async rebuildIndex(db, name) {
    await sql`reindex index concurrently ${sql.raw(name)}`.execute(db);
  },

  async *compareSearch(db, { onPost, signal, wordsOf }) {
    for await (const range of postRanges(db)) {
      const differences = await inReadSnapshot(db, async (trx) => {
        const posts = await postsIn(trx, range).select(["id", "title", "content", "tags"]).execute();
        const rows = posts.map((post) => searchRow({ id: post.id, words: wordsOf(post) }));
        if (rows.length === 0) return [];
        for (const _ of posts) onPost?.();
        const compared = await sql<SearchDifference>`
          select expected.id, case when found.post_id is null then 'missing' else 'outdated' end as kind
          from (values ${sql.join(rows)}) as expected (id, vector, title, tags, content)
            left join posts_search as found on found.post_id = expected.id
          where found.post_id is null
            or (found.vector, found.title, found.tags, found.content)
              is distinct from (expected.vector, expected.title, expected.tags, expected.content)
          order by expected.id`.execute(trx);
        return compared.rows;
      });
      yield* differences;
      signal?.throwIfAborted();
    }
    const { rows } = await sql<{ id: number }>`
      select post_id as id from posts_search where not exists (select from posts where id = post_id)`.execute(db);
    for (const { id } of rows) yield { id, kind: "extra" };
  },

  async findBrokenReferences(db) {
    const broken: BrokenReference[] = [];
    for (const { isBroken, parent, table } of await referencesOf(db)) {
      const { rows } = await sql<{ rows: number }>`
        select count(*) as rows from ${sql.table(table)} as child where ${isBroken}`.execute(db);
      const count = Number(rows[0]?.rows ?? 0);
      if (count > 0) broken.push({ table, parent, rows: count });
    }
    return broken;
  },

  async deleteBroken(trx: DatabaseTransaction, table) {
    for (const { isBroken } of await referencesOf(trx, table)) {
      await sql`delete from ${sql.table(table)} as child where ${isBroken}`.execute(trx);
    }
  },

  async missingPrivileges(db, tables) {
    const { rows } = await sql<MissingPrivilege>`
      select string_agg(upper(name), ', ' order by name) || ' on ' || ours as privilege, false as "isForMigrations"
      from unnest(${tables}::text[]) as ours cross join unnest(array['select', 'insert', 'update', 'delete']) as name
      where to_regclass(ours) is not null and not has_table_privilege(ours, name) group by ours
      union all
      select 'USAGE on the sequence ' || relname, false from pg_class where relnamespace = ${OUR_SCHEMA}
        and case when relkind = 'S' then not has_sequence_privilege(oid, 'usage') else false end
      union all
      select 'ownership of ' || count(*) || ' tables', true
      from unnest(${tables}::text[]) as ours join pg_class on oid = to_regclass(ours)
      where not pg_has_role(relowner, 'usage') having count(*) > 0
      union all
      select 'CREATE in the schema ' || current_schema(), true
      where not has_schema_privilege(current_schema(), 'create')`.execute(db);
    return rows;
  },
};
