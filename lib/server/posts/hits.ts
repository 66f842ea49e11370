import { type Expression, type RawBuilder, type SqlBool, sql } from "kysely";
import { engineOf } from "#lib/server/db/engine";
import type { Database } from "#lib/server/db/tables";
import type { Place } from "#lib/server/search/index";
import { termsOf } from "#lib/server/search/words";

/** Posts that have every word of a search: in their titles, only elsewhere, or either. */
export type Part = "title" | "rest" | "anywhere";

/** What a search finds. */
export type Hits = {
  /** Whether there are so few that they are known by their ids. */
  isFew(part: Part): boolean;
  /** The condition that a post is found. */
  has(part: Part): Expression<SqlBool>;
  /** The same of a row of the table `near`; see SearchIndex. */
  isNear(part: Part): Expression<SqlBool>;
  /** A query that gives the ids of all that are found, public or not. */
  ids: RawBuilder<{ id: number }>;
};

/** So many hits are taken along as their ids; more are looked up in the index by each query that is about them. */
const FEW = 1_000;

/** What holds for a part, where it is known for the title and for the whole text. */
const ofPart = (part: Part, has: (place: Place) => Expression<SqlBool>): Expression<SqlBool> =>
  part === "rest" ? sql`(${has("anywhere")} and not ${has("title")})` : has(part);

/** Asks the index once where that will do: most searches find few posts. @returns undefined for a search without words */
export async function findHits(db: Database, q: string): Promise<Hits | undefined> {
  const { oneOf, search } = engineOf(db);
  const terms = termsOf(q);
  if (terms.length === 0) return undefined;
  const few: Record<Place, number[] | undefined> = {
    anywhere: await search.find(db, terms, "anywhere", FEW),
    title: await search.find(db, terms, "title", FEW),
  };
  const has = (place: Place) =>
    few[place] ? oneOf("posts.id", few[place]) : sql<SqlBool>`posts.id in (${search.ids(terms, place)})`;
  const isNear = (place: Place) => (few[place] ? oneOf("near.id", few[place]) : search.isNear(terms, place));
  return {
    isFew: (part) => few[part === "title" ? "title" : "anywhere"] !== undefined,
    has: (part) => ofPart(part, has),
    isNear: (part) => ofPart(part, isNear),
    ids: search.ids(terms, "anywhere"),
  };
}
