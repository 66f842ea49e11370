import type { Expression, SqlBool } from "kysely";
import { engineOf } from "#lib/server/db/engine";
import type { Database } from "#lib/server/db/tables";
import { termsOf } from "#lib/server/search/words";

/** What a search finds: the condition that a post has every word of it, anywhere or in its title. */
export type Hits = (where: "anywhere" | "title") => Expression<SqlBool>;

/** So many hits are taken along as their ids; more are looked up in the index by each query that is about them. */
const FEW = 1_000;

/** Asks the index once where that will do: most searches find few posts. @returns undefined for a search without words */
export async function findHits(db: Database, q: string): Promise<Hits | undefined> {
  const { oneOf, search } = engineOf(db);
  const terms = termsOf(q);
  if (terms.length === 0) return undefined;
  const found = await search.find(db, terms, FEW);
  if (!found) return (where) => search.has(terms, where);
  const ids = { anywhere: found.map(({ id }) => id), title: found.flatMap(({ id, inTitle }) => (inTitle ? [id] : [])) };
  return (where) => oneOf(ids[where]);
}
