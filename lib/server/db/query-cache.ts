import type { Compilable, CompiledQuery } from "kysely";
import { type Engine, getEngine } from "./engine.ts";
import type { Database } from "./tables.ts";

/** Stands in a query for a value that is there only when it is asked. */
class Placeholder {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
  /** Whoever reckons with it has to do so before. */
  [Symbol.toPrimitive](): never {
    throw new Error(`The query is compiled for any ${this.name}: its value cannot be looked at`);
  }
}

const cachedQueries = new WeakMap<Engine, Map<string, CompiledQuery>>();
/** The app has some dozens of shapes, most of them lists of one length or another. */
const CACHED_QUERIES_MAX = 500;

function cacheQuery(engine: Engine, key: string, query: CompiledQuery): void {
  let known = cachedQueries.get(engine);
  if (!known || known.size >= CACHED_QUERIES_MAX) {
    known = new Map();
    cachedQueries.set(engine, known);
  }
  known.set(key, query);
}

/**
 * Asks a query that is built and compiled only the first time, which takes Kysely longer than it takes SQLite to answer.
 * @param name tells one shape of a query from every other: all that it depends on but `values`
 * @param values what differs each time; one that is undefined is left out, and makes another shape
 * @param build makes the query; it puts the values into it just as they are given, and does not look at them
 * @returns the rows
 */
export async function executeCached<Values extends object, Row>(
  db: Database,
  name: string,
  values: Values,
  build: (values: Values) => Compilable<Row>,
): Promise<Row[]> {
  // What plugins make of a query is theirs.
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
