import { type RawBuilder, sql } from "kysely";
import type { SchemaObject } from "#lib/server/db/inspector";
import { migrations } from "#lib/server/db/migrate";
import type { Database } from "#lib/server/db/tables";

/** The schema with our tables. */
export const OUR_SCHEMA = sql`(select relnamespace from pg_class where oid = to_regclass('posts'))`;

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
export async function expectedSchema(db: Database): Promise<SchemaObject[]> {
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

/** Reads the objects of the schema with our tables. */
export const readSchema = (db: Database): Promise<SchemaObject[]> => objectsIn(db, OUR_SCHEMA);

/** Creates an index or a constraint. @param found the altered or invalid one with its name */
export async function createObject(db: Database, object: SchemaObject, found?: SchemaObject): Promise<void> {
  if (object.kind === "constraint") return createConstraint(db, object, found);
  // Neither locks out writers, and neither is possible inside a transaction.
  await sql`drop index concurrently if exists ${sql.table(object.name)}`.execute(db);
  await sql.raw(object.definition.replace(/^CREATE (UNIQUE )?INDEX /, "$&concurrently ")).execute(db);
}
