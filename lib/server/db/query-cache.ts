import type { CompiledQuery, QueryExecutorProvider } from "kysely";
import { LRUCache } from "lru-cache";
import { memoizeBy } from "#lib/server/memoize";
import { type Engine, getEngine, type Statement } from "./engine.ts";
import type { Database } from "./tables.ts";

/** Stands for a bind parameter while a query is built and compiled. */
class Placeholder {
  readonly name: string;
  /** The parameter's value. */
  readonly read: (params: object) => unknown;
  constructor(name: string, read: (params: object) => unknown) {
    this.name = name;
    this.read = read;
  }
  /** Throws on arithmetic and comparison: compute before binding. */
  [Symbol.toPrimitive](): never {
    throw new Error(`The query is compiled for any ${this.name}: its value cannot be looked at`);
  }
}

/** How many compiled variants of one query are cached per engine: lists with different limits are the most. */
const VARIANTS_MAX = 500;

type Scalar = string | number | boolean | undefined;
/** What the SQL of a query depends on, beside its parameters. */
type Variant = (Scalar | { readonly [name: string]: Scalar })[];

type Given = [name: string, value: unknown][];
type Row = Record<string, unknown>;

/** Rows, such as those of an INSERT, have a parameter for each value. */
const isRows = (value: unknown): value is Row[] =>
  Array.isArray(value) && value.every((row) => typeof row === "object" && row !== null);

/** The names of the parameters, with the number and the columns of rows. */
const shapeOf = (given: Given) =>
  given.map(([name, value]) => (isRows(value) ? `${name} ${value.length} ${Object.keys(value[0] ?? {})}` : name));

/** The same parameters without their values. */
function placeholders(given: Given): object {
  const rows = (name: string, row: Row, index: number) =>
    Object.fromEntries(
      Object.keys(row).map((column) => [
        column,
        new Placeholder(`${name}.${column}`, (params) => (params as Record<string, Row[]>)[name]?.[index]?.[column]),
      ]),
    );
  return Object.fromEntries(
    given.map(([name, value]) => [
      name,
      isRows(value)
        ? value.map((row, index) => rows(name, row, index))
        : new Placeholder(name, (params) => (params as Row)[name]),
    ]),
  );
}

/** Compiles statements once for each variant, engine and shape of the parameters. @returns binds the parameters' values */
function compileOnce<Params extends object, V extends Variant>(
  build: (db: Database, params: Params, ...variant: V) => Statement[],
): (db: Database, params: Params, ...variant: V) => CompiledQuery[] {
  const variantsOf = memoizeBy((_: Engine) => new LRUCache<string, CompiledQuery[]>({ max: VARIANTS_MAX }));
  const compile = (db: Database, params: Params, variant: V) =>
    build(db, params, ...variant).map((statement) => statement.compile(db satisfies QueryExecutorProvider));
  return (db, params, ...variant) => {
    // Plugins may transform a query: it is not cached.
    if (db.getExecutor().plugins.length > 0) return compile(db, params, variant);
    const given = Object.entries(params).filter(([, value]) => value !== undefined);
    const key = `${shapeOf(given)} ${JSON.stringify(variant)}`;
    const variants = variantsOf(getEngine(db));
    let queries = variants.get(key);
    if (!queries) {
      queries = compile(db, placeholders(given) as Params, variant);
      variants.set(key, queries);
    }
    return queries.map((query) => ({
      ...query,
      parameters: query.parameters.map((value) => (value instanceof Placeholder ? value.read(params) : value)),
    }));
  };
}

/**
 * Declares a query that is compiled once for each variant and then cached: compiling takes Kysely longer than SQLite takes to
 * execute. Declare it at module level, so that `build` sees nothing else that the SQL could depend on.
 * @param build builds the query. `params` are bind parameters, passed through as they are; undefined ones are omitted, which
 * is another variant. One may be a list of rows, which all have the same columns: another number or other columns are another
 * variant. Whatever else the SQL depends on follows as arguments of their own.
 * @returns executes the query and returns its rows
 */
export function compiledQuery<Params extends object, Row, V extends Variant>(
  build: (db: Database, params: Params, ...variant: V) => Statement<Row>,
): (db: Database, params: Params, ...variant: V) => Promise<Row[]> {
  const compile = compileOnce((db: Database, params: Params, ...variant: V) => [build(db, params, ...variant)]);
  return async (db, params, ...variant) => {
    const [query] = compile(db, params, ...variant);
    return query ? (await db.executeQuery<Row>(query as CompiledQuery<Row>)).rows : [];
  };
}

/** `compiledQuery` for statements that do not depend on each other: PostgreSQL gets them as one. */
export function compiledTogether<Params extends object, V extends Variant>(
  build: (db: Database, params: Params, ...variant: V) => Statement[],
): (db: Database, params: Params, ...variant: V) => Promise<void> {
  const compile = compileOnce((db: Database, params: Params, ...variant: V) =>
    getEngine(db).together(build(db, params, ...variant)),
  );
  return async (db, params, ...variant) => {
    for (const query of compile(db, params, ...variant)) await db.executeQuery(query);
  };
}
