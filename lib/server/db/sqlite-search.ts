import { sql } from "kysely";
import type { SearchIndex } from "#lib/server/search/index";
import type { Term } from "#lib/server/search/words";

/** A term in the language of FTS5. Words hold no quotation mark, so quoting them is all the escaping there is. */
function phrase({ words, isPrefix }: Term): string {
  return `"${words.join(" ")}"${isPrefix ? " *" : ""}`;
}

/** The ids of the posts that have every term. */
function matching(terms: Term[], where: "anywhere" | "title") {
  const every = terms.map(phrase).join(" AND ");
  const query = where === "title" ? `{title} : (${every})` : every;
  return sql`select rowid from posts_search where posts_search match ${query}`;
}

/**
 * FTS5, without a copy of the text. The words come folded and split from lib/server/search/words.ts, hence a tokenizer
 * that splits at spaces alone.
 */
export const sqliteSearch: SearchIndex = {
  async create(db) {
    await sql`
      create virtual table posts_search using fts5 (
        title, tags, content,
        content = '', contentless_delete = 1, detail = full,
        tokenize = "unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*'"
      )`.execute(db);
  },

  async widen() {
    // FTS5 tells by itself in which column a word stands, and nobody guesses how many posts have it.
  },

  async put(db, posts) {
    for (const { id } of posts) await sqliteSearch.remove(db, id);
    const rows = posts.map(
      ({ id, words: { title, tags, content } }) =>
        sql`(${id}, ${title.join(" ")}, ${tags.join(" ")}, ${content.join(" ")})`,
    );
    await sql`insert into posts_search (rowid, title, tags, content) values ${sql.join(rows)}`.execute(db);
  },

  async remove(db, id) {
    await sql`delete from posts_search where rowid = ${id}`.execute(db);
  },

  async find(db, terms, max) {
    const { rows } = await sql<{ id: number; in_title: number }>`
      select rowid as id, rowid in (${matching(terms, "title")}) as in_title
      from (${matching(terms, "anywhere")} limit ${max + 1})`.execute(db);
    return rows.length > max ? undefined : rows.map(({ id, in_title }) => ({ id, inTitle: in_title === 1 }));
  },

  has: (terms, where) => sql`posts.id in (${matching(terms, where)})`,
};
