import type { Compilable, CompiledQuery } from "kysely";
import { LRUCache } from "lru-cache";
import { memoizeBy } from "#lib/server/memoize";
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

/** How many compiled variants of one query are cached per engine: lists with different limits are the most. */
const VARIANTS_MAX = 500;

type Scalar = string | number | boolean | undefined;
/** What the SQL of a query depends on, beside its parameters. */
type Variant = (Scalar | { readonly [name: string]: Scalar })[];

/**
 * Declares a query that is compiled once for each variant and then cached: compiling takes Kysely longer than SQLite takes to
 * execute. Declare it at module level, so that `build` sees nothing else that the SQL could depend on.
 * @param build builds the query. `params` are bind parameters, passed through as they are; undefined ones are omitted, which
 * is another variant. Whatever else the SQL depends on follows as arguments of their own.
 * @returns executes the query and returns its rows
 */
export function compiledQuery<Params extends object, Row, V extends Variant>(
  build: (db: Database, params: Params, ...variant: V) => Compilable<Row>,
): (db: Database, params: Params, ...variant: V) => Promise<Row[]> {
  const variantsOf = memoizeBy((_: Engine) => new LRUCache<string, CompiledQuery<Row>>({ max: VARIANTS_MAX }));
  return async (db, params, ...variant) => {
    // Plugins may transform a query: it is not cached.
    if (db.getExecutor().plugins.length > 0) return (await db.executeQuery(build(db, params, ...variant))).rows;
    const given = Object.entries(params).filter(([, value]) => value !== undefined);
    const key = `${given.map(([name]) => name)} ${JSON.stringify(variant)}`;
    const variants = variantsOf(getEngine(db));
    let query = variants.get(key);
    if (!query) {
      const placeholders = Object.fromEntries(given.map(([name]) => [name, new Placeholder(name)])) as Params;
      query = build(db, placeholders, ...variant).compile();
      variants.set(key, query);
    }
    const parameters = query.parameters.map((value) =>
      value instanceof Placeholder ? params[value.name as keyof Params] : value,
    );
    return (await db.executeQuery<Row>({ ...query, parameters })).rows;
  };
}
