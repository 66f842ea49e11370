import type { SchemaObject } from "#lib/server/db/inspector";
import { errorMessage } from "#lib/server/error-message";
import { recreateSearchIndex } from "#lib/server/search/recreate";
import { type Check, type Context, type Finding, fixable, repairAll, unfixable } from "../finding.ts";

const REMEDY = "restore a backup, or copy the database into a new one with npx octavo copy, which creates its tables";

type Difference = {
  kind: "missing" | "altered" | "invalid" | "unknown";
  object: SchemaObject;
  /** What is there instead. */
  found?: SchemaObject;
};

const keyOf = ({ kind, name, table }: SchemaObject) => `${kind} ${table} ${name}`;

/** Whether another name makes no difference: only errors mention those of constraints. */
const isSame = (one: SchemaObject, other: SchemaObject) =>
  one.kind === "constraint" &&
  other.kind === "constraint" &&
  one.table === other.table &&
  one.definition === other.definition;

/** Compares the schema with the one that the migrations create. Indexes and tables of the operator's own are left alone. */
function compareSchemas(expected: SchemaObject[], there: SchemaObject[]): Difference[] {
  const found = new Map(there.map((object) => [keyOf(object), object]));
  const tables = new Set(there.flatMap(({ kind, name }) => (kind === "table" ? name : [])));
  const ours = new Set(expected.map(({ table }) => table));
  const differences = expected.flatMap((object): Difference[] => {
    // A table that is missing is reported once.
    if (object.kind !== "table" && !tables.has(object.table)) return [];
    const same = found.get(keyOf(object)) ?? there.find((other) => isSame(object, other));
    if (!same) return [{ kind: "missing", object }];
    if (same.definition !== object.definition) return [{ kind: "altered", object, found: same }];
    return same.isValid ? [] : [{ kind: "invalid", object, found: same }];
  });
  const known = new Set(expected.map(keyOf));
  const unknown = there.filter(
    (object) => object.kind === "trigger" && ours.has(object.table) && !known.has(keyOf(object)),
  );
  return [...differences, ...unknown.map((object): Difference => ({ kind: "unknown", object }))];
}

async function differencesOf({ db, inspector }: Context): Promise<Difference[]> {
  return compareSchemas(await inspector.expectedSchema(db), await inspector.readSchema(db));
}

/** The search index with the tables and indexes that it consists of: it can be created again as a whole. */
const isOfSearch = ({ kind, name, table }: SchemaObject) =>
  (kind === "table" || kind === "column") && `${table} ${name}`.startsWith("posts_search");

function toFinding({ kind, object }: Difference, canCreate: Context["inspector"]["canCreate"]): Finding {
  const where = object.kind === "table" ? "" : ` of ${object.table}`;
  const what = `${kind}: the ${object.kind} ${object.name}${where}`;
  if (kind === "unknown") {
    return unfixable(what, "drop it, unless you have created it and know what it does to Octavo's rows", "warning");
  }
  return isOfSearch(object) || canCreate(object) ? fixable(what) : unfixable(what, REMEDY);
}

/** Whether tables, indexes, constraints and triggers are those that the migrations create. */
export const schema: Check = {
  name: "tables and indexes",
  needsSchema: true,

  async find(context) {
    const { canCreate } = context.inspector;
    try {
      return (await differencesOf(context)).map((difference) => toFinding(difference, canCreate));
    } catch (error) {
      // Insufficient privilege, or read-only (SQLSTATE).
      if (!/^(42501|25006)$/.test((error as { code?: string }).code ?? "")) throw error;
      const remedy = "run it on the primary, as the owner of the tables or another role with TEMPORARY on the database";
      return [unfixable(`not checked: ${errorMessage(error)}`, remedy, "note")];
    }
  },

  async fix(context) {
    const { db, inspector } = context;
    const differences = await differencesOf(context);
    if (differences.some(({ object }) => isOfSearch(object))) await recreateSearchIndex(db);
    await repairAll(
      differences
        .filter(({ kind, object }) => kind !== "unknown" && !isOfSearch(object) && inspector.canCreate(object))
        .map(
          ({ found, object }) =>
            () =>
              inspector.createObject(db, object, found),
        ),
    );
  },
};
