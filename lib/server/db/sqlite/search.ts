import { sql } from "kysely";
import type { SearchField, SearchIndex } from "#lib/server/search/search-index";
import type { Term } from "#lib/server/search/terms";

/** A term in FTS5 query syntax. Words contain no quotation mark, so quoting is sufficient escaping. */
function phrase({ words, isPrefix }: Term): string {
  return `"${words.join(" ")}"${isPrefix ? " *" : ""}`;
}

/** All terms in FTS5 query syntax. */
function queryOf(terms: Term[], field: SearchField): string {
  const every = terms.map(phrase).join(" AND ");
  return field === "title" ? `{title} : (${every})` : every;
}

/** The ids of the posts that have every term. */
function matchingIds(terms: Term[], field: SearchField) {
  return sql<{ id: number }>`select rowid as id from posts_search where posts_search match ${queryOf(terms, field)}`;
}

const OPTIONS = sql`
  title, tags, content,
  content = '', contentless_delete = 1, detail = full,
  tokenize = "unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*'"`;

/**
 * The prefix lengths, in characters, that have an index. Without it FTS5 merges the lists of all words with a prefix, even for
 * a small part of the result. Longer prefixes match few words.
 */
const PREFIXES = "2 3";

/**
 * FTS5 without a copy of the text (contentless). Words come folded and split from lib/server/search/words.ts, so the
 * tokenizer splits at spaces only.
 */
export const sqliteSearch: SearchIndex = {
  async create(db) {
    await sql`create virtual table posts_search using fts5 (${OPTIONS})`.execute(db);
  },

  async migrateForScale() {
    // FTS5 indexes the column of each word, and its planner uses no statistics.
  },

  async indexPrefixes(db) {
    // The options of an FTS5 table are fixed when it is created.
    await sql`drop table posts_search`.execute(db);
    await sql`create virtual table posts_search using fts5 (${OPTIONS}, prefix = ${sql.lit(PREFIXES)})`.execute(db);
    return true;
  },

  async clear(db) {
    // The command of a contentless table (FTS5, 6.4).
    await sql`insert into posts_search (posts_search) values ('delete-all')`.execute(db);
  },

  row: ({ id, words: { title, tags, content } }) => ({
    id,
    title: title.join(" "),
    tags: tags.join(" "),
    content: content.join(" "),
  }),

  put(rows) {
    const values = rows.map(({ id, title, tags, content }) => sql`(${id}, ${title}, ${tags}, ${content})`);
    return sql`insert or replace into posts_search (rowid, title, tags, content) values ${sql.join(values)}`;
  },

  async remove(db, id) {
    await sql`delete from posts_search where rowid = ${id}`.execute(db);
  },

  async find(db, terms, field, max) {
    const { rows } = await sql<{ id: number }>`${matchingIds(terms, field)} limit ${max + 1}`.execute(db);
    return rows.length > max ? undefined : rows.map(({ id }) => id);
  },

  ids: matchingIds,

  // Ids correlate with dates: the ids of neighbouring posts span a small range.
  isNear: (terms, field) => sql`near.id in (
    ${matchingIds(terms, field)}
    and rowid >= (select low from span) and rowid <= (select high from span))`,
};
