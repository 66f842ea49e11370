import { sql } from "kysely";
import type { SearchIndex } from "#lib/server/search/index";
import type { Term } from "#lib/server/search/words";

/** A term in the language of FTS5. Words hold no quotation mark, so quoting them is all the escaping there is. */
function phrase({ words, isPrefix }: Term): string {
  return `"${words.join(" ")}"${isPrefix ? " *" : ""}`;
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

  async put(db, id, { title, tags, content }) {
    await sqliteSearch.remove(db, id);
    await sql`
      insert into posts_search (rowid, title, tags, content)
      values (${id}, ${title.join(" ")}, ${tags.join(" ")}, ${content.join(" ")})`.execute(db);
  },

  async remove(db, id) {
    await sql`delete from posts_search where rowid = ${id}`.execute(db);
  },

  has(terms, where) {
    const every = terms.map(phrase).join(" AND ");
    const query = where === "title" ? `{title} : (${every})` : every;
    return sql`posts.id in (select rowid from posts_search where posts_search match ${query})`;
  },
};
