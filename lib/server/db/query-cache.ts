import type { Compilable, CompiledQuery } from "kysely";
import { type Engine, getEngine } from "./engine.ts";
import type { Database } from "./tables.ts";

/** Stands for a bind parameter while a query is built and compiled. */
class Placeholder {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
  /** Throws on arithmetic and comparison: compute before binding. */
  [Symbol.toPrimitive](): never {
    throw new Error(`The query is compiled for any ${this.name}: its value cannot be looked at`);
  }
}

const cachedQueries = new WeakMap<Engine, Map<string, CompiledQuery>>();
/** The app has some dozens of query shapes, most of them lists with different limits. */
const CACHED_QUERIES_MAX = 500;

function cacheQuery(engine: Engine, key: string, query: CompiledQuery): void {
  let queries = cachedQueries.get(engine);
  if (!queries || queries.size >= CACHED_QUERIES_MAX) {
    queries = new Map();
    cachedQueries.set(engine, queries);
  }
  queries.set(key, query);
}

/**
 * Executes a query that is built and compiled once and then cached: compiling takes Kysely longer than SQLite takes to execute.
 * @param name the cache key: everything that the SQL depends on except `values`
 * @param values bind parameters; undefined ones are omitted, which is another cache key
 * @param build builds the query; it must use the values as bind parameters only
 * @returns the rows
 */
export async function executeCached<Values extends object, Row>(
  db: Database,
  name: string,
  values: Values,
  build: (values: Values) => Compilable<Row>,
): Promise<Row[]> {
  // Plugins may transform a query: it is not cached.
  if (db.getExecutor().plugins.length > 0) return (await db.executeQuery(build(values))).rows;
  const engine = getEngine(db);
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  const key = `${name} ${given.map(([name]) => name)}`;
  let query = cachedQueries.get(engine)?.get(key);
  if (!query) {
    query = build(Object.fromEntries(given.map(([name]) => [name, new Placeholder(name)])) as Values).compile();
    cacheQuery(engine, key, query);
  }
  const parameters = query.parameters.map((value) =>
    value instanceof Placeholder ? values[value.name as keyof Values] : value,
  );
  return (await db.executeQuery({ ...query, parameters })).rows as Row[];
}
