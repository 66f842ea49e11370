import type { Expression, Kysely, RawBuilder, SqlBool } from "kysely";
import type { Tables } from "#lib/server/db/tables";
import type { Term } from "./words.ts";

/** The words of a post that a search looks at, as `wordsOf` gives them. */
export type IndexedWords = { title: string[]; content: string[]; tags: string[] };
export type IndexedPost = { id: number; words: IndexedWords };

/** Where words have to stand. */
export type SearchField = "anywhere" | "title";

/** A full-text index of posts. Each engine has one; all find the same posts for the same terms. */
export type SearchIndex = {
  /** Makes the empty index; part of a migration. */
  create(db: Kysely<Tables>): Promise<void>;
  /** Makes it fit for very many posts; part of a later migration. */
  migrateForScale(db: Kysely<Tables>): Promise<void>;
  /**
   * Gives it an index of the beginnings of words; part of a later migration.
   * @returns whether that emptied it, so that all posts have to be put into it again
   */
  indexPrefixes(db: Kysely<Tables>): Promise<boolean>;
  /** Puts posts into the index, in place of what stood there of them. */
  put(db: Kysely<Tables>, posts: IndexedPost[]): Promise<void>;
  remove(db: Kysely<Tables>, id: number): Promise<void>;
  /** The ids of the posts that have every term, public or not; undefined where there are more than `max`. */
  find(db: Kysely<Tables>, terms: Term[], place: SearchField, max: number): Promise<number[] | undefined>;
  /** A query that gives the `id` of every post that has all terms. */
  ids(terms: Term[], place: SearchField): RawBuilder<{ id: number }>;
  /** The condition that a row of `near`, a table of not very many ids, is such a post: without looking at all that are. */
  isNear(terms: Term[], place: SearchField): Expression<SqlBool>;
};
