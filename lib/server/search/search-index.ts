import type { Expression, Kysely, RawBuilder, SqlBool } from "kysely";
import type { Tables } from "#lib/server/db/tables";
import type { Term } from "./terms.ts";

/** The folded words of a post in the search index. */
export type IndexedWords = { title: string[]; content: string[]; tags: string[] };
export type IndexedPost = { id: number; words: IndexedWords };

/** The row of a post in the index, with the columns that its engine has. */
export type SearchRow = { id: number; title: string; tags: string; content: string; vector?: string };

/** The part of a post that has to contain the words. */
export type SearchField = "anywhere" | "title";

/** A full-text index of posts. Each engine has one; all find the same posts for the same terms. */
export type SearchIndex = {
  /** Creates the empty index; used by a migration. */
  create(db: Kysely<Tables>): Promise<void>;
  /** Adapts the index to very many posts; used by a later migration. */
  migrateForScale(db: Kysely<Tables>): Promise<void>;
  /**
   * Adds an index of word prefixes; used by a later migration.
   * @returns whether that emptied the index, so that all posts have to be indexed again
   */
  indexPrefixes(db: Kysely<Tables>): Promise<boolean>;
  /** Removes all entries; used by a migration that indexes all posts again. */
  clear(db: Kysely<Tables>): Promise<void>;
  row(post: IndexedPost): SearchRow;
  /** The statement that indexes posts, replacing their entries. */
  put(rows: SearchRow[]): RawBuilder<unknown>;
  remove(db: Kysely<Tables>, id: number): Promise<void>;
  /** The ids of the posts that have every term, public or not; undefined where there are more than `max`. */
  find(db: Kysely<Tables>, terms: Term[], field: SearchField, max: number): Promise<number[] | undefined>;
  /** A query for the `id` of every post that has all terms. */
  ids(terms: Term[], field: SearchField): RawBuilder<{ id: number }>;
  /**
   * A query for the `id` of some posts that have all terms: if very many have, of more than `size` at little cost. Undefined where
   * the terms allow no such query; left out where `ids` with a limit does the same.
   */
  sample?(db: Kysely<Tables>, terms: Term[], field: SearchField, size: number): RawBuilder<{ id: number }> | undefined;
  /**
   * The condition that a row of `near`, a table of few ids, matches; does not read all matches. `span` has the lowest and highest
   * of the ids as `low` and `high`.
   */
  isNear(terms: Term[], field: SearchField): Expression<SqlBool>;
};
