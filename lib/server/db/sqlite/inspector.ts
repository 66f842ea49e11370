import { accessSync, constants } from "node:fs";
import path from "node:path";
import { sql } from "kysely";
import type { Damage, Inspector, SchemaObject } from "#lib/server/db/inspector";
import { migrate } from "#lib/server/db/migrate";
import { connect } from "#lib/server/db/open";
import type { Database } from "#lib/server/db/tables";
import { memoize } from "#lib/server/memoize";
import { compareSearch } from "./compare-search.ts";

/** The most lines of damage that are reported. */
const DAMAGES_MAX = 100;

/** The index that a line of `integrity_check` is about: its entries differ from those of its table, which is whole. */
const OF_INDEX =
  /^(?:row \d+ missing from|wrong # of entries in|non-unique entry in|.*? values differ from) index (\w+)$/;

const toDamage = (line: string): Damage => {
  const what = line.replace(/\s+/g, " ").trim();
  const [, index] = OF_INDEX.exec(what) ?? [];
  return index === undefined ? { what } : { what, index };
};

/** What SQLite and Kysely create for themselves. */
const INTERNAL = /^(sqlite_|kysely_)/;

async function readSchema(db: Database): Promise<SchemaObject[]> {
  const { rows } = await sql<{ kind: SchemaObject["kind"]; table: string; name: string; sql: string }>`
    select type as kind, tbl_name as "table", name, sql from sqlite_schema where sql is not null`.execute(db);
  return rows
    .filter(({ name, table }) => !INTERNAL.test(name) && !INTERNAL.test(table))
    .map(({ sql: definition, ...object }) => ({
      ...object,
      definition: definition.replace(/\s+/g, " ").trim(),
      isValid: true,
    }));
}

/** In a database in memory. The same for all databases of this version. */
const expectedSchema = memoize(async () => {
  const scratch = await connect("file::memory:", "fill");
  try {
    await migrate(scratch);
    return await readSchema(scratch);
  } finally {
    await scratch.destroy();
  }
});

const FILE_RIGHTS = constants.R_OK | constants.W_OK;

function mayNot(file: string, rights: number): string[] {
  try {
    accessSync(file, rights);
    return [];
  } catch (error) {
    // `-wal` and `-shm` exist while the database is open.
    const { code = "" } = error as NodeJS.ErrnoException;
    return code === "ENOENT" ? [] : [`the right to read and write ${file} (${code})`];
  }
}

async function checkIntegrity(db: Database): Promise<Damage[]> {
  const { rows } = await sql<{ integrity_check: string }>`pragma integrity_check(${sql.lit(DAMAGES_MAX)})`.execute(db);
  // Several lines may come in one row.
  return rows
    .flatMap(({ integrity_check }) => integrity_check.split("\n"))
    .filter((line) => !/^(ok$|\*\*\* in database)/.test(line))
    .map(toDamage);
}

/** @param file the path of the database; undefined for one in memory */
export const sqliteInspector = (file: string | undefined): Inspector => ({
  async findDamage(db) {
    // On a new connection: one that has read the search index before misses parts that another process has merged since (FTS5).
    const checked = file === undefined ? db : await connect(`file:${file}`, "read");
    try {
      return { damages: await checkIntegrity(checked), checksumFailures: 0, unchecked: [] };
    } finally {
      if (checked !== db) await checked.destroy();
    }
  },

  readSchema,

  expectedSchema: () => expectedSchema(),

  canCreate: ({ kind }) => kind === "index",

  async createObject(db, { definition, name }) {
    await db.transaction().execute(async (trx) => {
      await sql`drop index if exists ${sql.id(name)}`.execute(trx);
      await sql.raw(definition).execute(trx);
    });
  },

  async rebuildIndex(db, name) {
    await sql`reindex ${sql.id(name)}`.execute(db);
  },

  async *compareSearch(_db, comparison) {
    if (file === undefined) throw new Error("a database in memory has no file to compare");
    const index = (await expectedSchema()).find(({ name }) => name === "posts_search");
    yield* compareSearch(file, index?.definition ?? "", comparison);
  },

  async findBrokenReferences(db) {
    const { rows } = await sql<{ table: string; parent: string; rows: number }>`
      select "table", parent, count(*) as rows from pragma_foreign_key_check group by "table", parent`.execute(db);
    return rows;
  },

  async deleteBroken(trx, table) {
    await sql`
      delete from ${sql.table(table)}
      where rowid in (select rowid from pragma_foreign_key_check(${sql.lit(table)}))`.execute(trx);
  },

  async missingPrivileges() {
    if (file === undefined) return [];
    const folder = path.dirname(file);
    const files = [file, `${file}-wal`, `${file}-shm`];
    const lines = [
      ...files.flatMap((one) => mayNot(one, FILE_RIGHTS)),
      ...mayNot(folder, FILE_RIGHTS | constants.X_OK).map((line) => `${line}, where SQLite creates files`),
    ];
    return lines.map((privilege) => ({ privilege, isForMigrations: false }));
  },
});
