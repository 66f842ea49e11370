import { sql } from "kysely";
import type { SearchField, SearchIndex } from "#lib/server/search/search-index";
import type { Term } from "#lib/server/search/words";

/** A term in the language of FTS5. Words hold no quotation mark, so quoting them is all the escaping there is. */
function phrase({ words, isPrefix }: Term): string {
  return `"${words.join(" ")}"${isPrefix ? " *" : ""}`;
}

/** All terms in the language of FTS5. */
function queryOf(terms: Term[], place: SearchField): string {
  const every = terms.map(phrase).join(" AND ");
  return place === "title" ? `{title} : (${every})` : every;
}

/** The ids of the posts that have every term. */
function matching(terms: Term[], place: SearchField) {
  return sql<{ id: number }>`select rowid as id from posts_search where posts_search match ${queryOf(terms, place)}`;
}

const OPTIONS = sql`
  title, tags, content,
  content = '', contentless_delete = 1, detail = full,
  tokenize = "unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*'"`;

/**
 * The lengths, in characters, of the beginnings of words that have an index of their own. Without it FTS5 merges the lists of
 * all words that begin so, whichever part of the result is wanted. Longer beginnings are those of few words.
 */
const PREFIXES = "2 3";

/**
 * FTS5, without a copy of the text. The words come folded and split from lib/server/search/words.ts, hence a tokenizer
 * that splits at spaces alone.
 */
export const sqliteSearch: SearchIndex = {
  async create(db) {
    await sql`create virtual table posts_search using fts5 (${OPTIONS})`.execute(db);
  },

  async migrateForScale() {
    // FTS5 tells by itself in which column a word stands, and nobody guesses how many posts have it.
  },

  async indexPrefixes(db) {
    // The options of a table of FTS5 are settled when it is created.
    await sql`drop table posts_search`.execute(db);
    await sql`create virtual table posts_search using fts5 (${OPTIONS}, prefix = ${sql.lit(PREFIXES)})`.execute(db);
    return true;
  },

  async put(db, posts) {
    const rows = posts.map(
      ({ id, words: { title, tags, content } }) =>
        sql`(${id}, ${title.join(" ")}, ${tags.join(" ")}, ${content.join(" ")})`,
    );
    await sql`insert or replace into posts_search (rowid, title, tags, content) values ${sql.join(rows)}`.execute(db);
  },

  async remove(db, id) {
    await sql`delete from posts_search where rowid = ${id}`.execute(db);
  },

  async find(db, terms, place, max) {
    const { rows } = await sql<{ id: number }>`${matching(terms, place)} limit ${max + 1}`.execute(db);
    return rows.length > max ? undefined : rows.map(({ id }) => id);
  },

  ids: matching,

  // Ids and dates grow together, more or less: the ids of posts that are near each other span a small part of all.
  isNear: (terms, place) => sql`near.id in (
    ${matching(terms, place)}
    and rowid >= (select min(id) from near) and rowid <= (select max(id) from near))`,
};
