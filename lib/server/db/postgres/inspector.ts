import { type RawBuilder, sql } from "kysely";
import type {
  BrokenReference,
  Damage,
  Inspector,
  MissingPrivilege,
  PageReport,
  SchemaObject,
  SearchDifference,
} from "#lib/server/db/inspector";
import { migrations } from "#lib/server/db/migrate";
import type { Database, DatabaseTransaction } from "#lib/server/db/tables";
import { inReadSnapshot } from "#lib/server/db/transaction";
import { errorMessage } from "#lib/server/error-message";
import { postRanges, postsIn } from "#lib/server/posts/ranges";
import { searchRow } from "./search.ts";

/** The schema with our tables. */
const OUR_SCHEMA = sql`(select relnamespace from pg_class where oid = to_regclass('posts'))`;

/** Corruption that PostgreSQL has noticed (SQLSTATE). */
const isCorruption = (error: unknown) => /^XX00[012]$/.test((error as { code?: string }).code ?? "");

/** The index of which a message names the file: planning a query reads indexes too. */
async function indexIn(db: Database, message: string): Promise<string | undefined> {
  const [, file] = /relation "([^"]+)"/.exec(message) ?? [];
  const { rows } = await sql<{ name: string }>`
    select oid::regclass::text as name from pg_class
    where relkind = 'i' and relnamespace = ${OUR_SCHEMA} and pg_relation_filepath(oid) = ${file ?? ""}`.execute(db);
  return rows[0]?.name;
}

/**
 * Executes a statement that reads stored pages.
 * @param index the index that it is about, if it is about one
 * @returns the damage that it meets
 */
async function meetDamage(db: Database, statement: RawBuilder<unknown>, index?: string): Promise<Damage[]> {
  try {
    await statement.execute(db);
    return [];
  } catch (error) {
    if (!isCorruption(error)) throw error;
    const what = errorMessage(error);
    const damaged = index ?? (await indexIn(db, what));
    return [damaged === undefined ? { what } : { what: `${damaged}: ${what}`, index: damaged }];
  }
}

async function readChecksums(db: Database): Promise<Omit<PageReport, "damages">> {
  const { rows } = await sql<{ checksums: string; failures: number | null }>`
    select current_setting('data_checksums') as checksums,
      (select checksum_failures from pg_stat_database where datname = current_database()) as failures`.execute(db);
  const [found] = rows;
  if (found?.checksums === "on") return { checksumFailures: Number(found.failures ?? 0), unchecked: [] };
  const remedy = "stop the server and run pg_checksums --enable";
  const what = "flipped bytes in rows: the server has no data checksums";
  return { checksumFailures: 0, unchecked: [{ what, remedy }] };
}

/** Whether the functions of the extension amcheck are there for this role. */
async function hasAmcheck(db: Database): Promise<boolean> {
  const { rows } = await sql<{ allowed: boolean | null }>`
    select has_function_privilege(to_regprocedure('bt_index_check(regclass, boolean)'), 'execute') as allowed`.execute(
    db,
  );
  return rows[0]?.allowed === true;
}

async function checkIndexes(db: Database): Promise<Damage[]> {
  const { rows } = await sql<{ name: string }>`
    select c.oid::regclass::text as name from pg_class c join pg_am a on a.oid = c.relam join pg_index x on x.indexrelid = c.oid
    where c.relnamespace = ${OUR_SCHEMA} and a.amname = 'btree' and x.indisvalid order by 1`.execute(db);
  const damages: Damage[] = [];
  for (const { name } of rows) {
    damages.push(...(await meetDamage(db, sql`select bt_index_check(${name}::regclass, true)`, name)));
  }
  return damages;
}

/** The objects of a schema. @param oid an expression */
function objectsOf(oid: RawBuilder<unknown>) {
  return sql<SchemaObject>`
    with ours as (select c.oid, c.relname from pg_class c where c.relnamespace = ${oid} and c.relkind in ('r', 'p'))
    select 'table' as kind, relname as "table", relname as name, '' as definition, true as "isValid" from ours
    union all
    select 'column', ours.relname, attname,
      concat_ws(' ', format_type(atttypid, atttypmod),
        case when attcollation <> 0 then 'collate ' || (select collname from pg_collation where oid = attcollation) end,
        case when attnotnull then 'not null' end,
        'default ' || pg_get_expr(adbin, adrelid),
        case when attidentity <> '' then 'identity ' || attidentity::text end,
        'statistics ' || attstattarget)
    , true
    from ours join pg_attribute on attrelid = ours.oid
      left join pg_attrdef on adrelid = attrelid and adnum = attnum
    where attnum > 0 and not attisdropped
    union all
    select 'index', ours.relname, i.relname, pg_get_indexdef(indexrelid), indisvalid and indisready
    from ours join pg_index on indrelid = ours.oid join pg_class i on i.oid = indexrelid
    where not exists (select from pg_constraint where conindid = indexrelid and contype in ('p', 'u', 'x'))
    union all
    select 'constraint', ours.relname, conname, pg_get_constraintdef(k.oid),
      convalidated and coalesce(indisvalid, true)
        and not exists (select from pg_trigger where tgconstraint = k.oid and tgenabled = 'D')
    from ours join pg_constraint k on conrelid = ours.oid
      left join pg_index on indexrelid = conindid and contype <> 'f'
    where contype in ('p', 'u', 'f', 'c', 'x')
    union all
    select 'trigger', ours.relname, tgname, pg_get_triggerdef(t.oid), tgenabled <> 'D'
    from ours join pg_trigger t on tgrelid = ours.oid where not tgisinternal`;
}

/** Reads the objects of a schema. Their definitions do not depend on its name. */
async function objectsIn(db: Database, oid: RawBuilder<unknown>): Promise<SchemaObject[]> {
  const { rows } = await objectsOf(oid).execute(db);
  const named = await sql<{ name: string }>`
    select quote_ident(nspname) as name from pg_namespace where oid = ${oid}`.execute(db);
  // In definitions, PostgreSQL calls the schema of temporary tables by its alias.
  const prefix = `${named.rows[0]?.name.replace(/^pg_temp_\d+$/, "pg_temp")}.`;
  return rows
    .filter(({ table }) => !table.startsWith("kysely_"))
    .map((row) => ({ ...row, definition: row.definition.replaceAll(prefix, "") }));
}

class Undo extends Error {}

/** Runs the migrations in the schema of this session's temporary tables, and rolls that back. */
async function expectedSchema(db: Database): Promise<SchemaObject[]> {
  let objects: SchemaObject[] = [];
  try {
    await db.transaction().execute(async (trx) => {
      await sql`set local search_path to pg_temp`.execute(trx);
      for (const { up } of Object.values(migrations)) await up(trx);
      objects = await objectsIn(trx, sql`pg_my_temp_schema()`);
      throw new Undo();
    });
  } catch (error) {
    if (!(error instanceof Undo)) throw error;
  }
  return objects;
}

/** Creates or validates a constraint, in transactions that lock out writers for a moment only. */
async function createConstraint(db: Database, object: SchemaObject, found?: SchemaObject): Promise<void> {
  const { definition, name, table } = object;
  const alter = sql`alter table ${sql.table(table)}`;
  if (found?.definition === definition) {
    // A foreign key, which triggers enforce.
    await sql`${alter} enable trigger all`.execute(db);
  } else {
    const drop = sql.raw(found ? `drop constraint "${name}", ` : "");
    const isForeignKey = definition.startsWith("FOREIGN KEY");
    const added = sql.raw(`${definition}${isForeignKey ? " not valid" : ""}`);
    await sql`${alter} ${drop}add constraint ${sql.id(name)} ${added}`.execute(db);
    if (!isForeignKey) return;
  }
  await sql`${alter} validate constraint ${sql.id(name)}`.execute(db);
}

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
  async findDamage(db, tables) {
    const damages: Damage[] = [];
    for (const table of tables) {
      // As text, so that long values are read too, which are stored elsewhere.
      const read = sql`select sum(length(t::text)) from ${sql.table(table)} as t`;
      const found = await meetDamage(db, read);
      damages.push(
        ...found.map((damage) => (damage.index ? damage : { what: `${table} cannot be read: ${damage.what}` })),
      );
    }
    // Counted by the server when it has met damage.
    const { checksumFailures, unchecked } = await readChecksums(db);
    if (await hasAmcheck(db)) damages.push(...(await checkIndexes(db)));
    else {
      const remedy = "create extension amcheck, and grant this role EXECUTE on bt_index_check(regclass, boolean)";
      unchecked.push({
        what: "indexes against their tables: the extension amcheck is not there for this role",
        remedy,
      });
    }
    return { damages, checksumFailures, unchecked };
  },

  readSchema: (db) => objectsIn(db, OUR_SCHEMA),

  expectedSchema,

  canCreate: ({ kind }) => kind === "index" || kind === "constraint",

  async createObject(db, object, found) {
    if (object.kind === "constraint") return createConstraint(db, object, found);
    // Neither locks out writers, and neither is possible inside a transaction.
    await sql`drop index concurrently if exists ${sql.table(object.name)}`.execute(db);
    await sql.raw(object.definition.replace(/^CREATE (UNIQUE )?INDEX /, "$&concurrently ")).execute(db);
  },

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
