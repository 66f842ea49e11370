import { sql } from "kysely";
import type { SearchField, SearchIndex } from "#lib/server/search/search-index";
import type { Term } from "#lib/server/search/words";

/** The fields of a post, each with the weight that marks its words in the index. */
const FIELDS = { title: "A", tags: "B", content: "C" } as const;
type Field = keyof typeof FIELDS;

/** Words hold letters, marks, digits and symbols, never a quote or a backslash: quoting them is all the escaping there is. */
const quoted = (word: string) => `'${word}'`;

/** The words of each field, each once, in the language of tsvector. The position only carries the weight. */
function vectorOf(words: Record<Field, string[]>): string {
  const marks = new Map<string, string[]>();
  for (const [at, field] of (Object.keys(FIELDS) as Field[]).entries()) {
    for (const word of new Set(words[field])) {
      marks.set(word, [...(marks.get(word) ?? []), `${at + 1}${FIELDS[field]}`]);
    }
  }
  return [...marks].map(([word, places]) => `${quoted(word)}:${places.join(",")}`).join(" ");
}

/** Every word of every term, in the language of tsquery. */
function queryOf(terms: Term[]): string {
  const words = terms.flatMap((term) =>
    term.words.map((word, at) => {
      const isPrefix = term.isPrefix && at === term.words.length - 1;
      return `${quoted(word)}${isPrefix ? ":*" : ""}`;
    }),
  );
  return words.join(" & ");
}

/** The words of a field in their order, each between two spaces, so that words in a row are a part of it. */
const spaced = (words: string[]) => ` ${words.join(" ")} `;

/** The words of the title alone: those with the weight A. */
const TITLE_WORDS = sql`ts_filter(vector, '{a}')`;

/** That a row of the index has every term. */
function condition(terms: Term[], place: SearchField) {
  const fields: Field[] = place === "title" ? ["title"] : ["title", "tags", "content"];
  const inRow = terms
    .filter(({ words }) => words.length > 1)
    .map(({ words, isPrefix }) => {
      const row = ` ${words.join(" ")}${isPrefix ? "" : " "}`;
      return sql` and (${sql.join(
        fields.map((field) => sql`strpos(posts_search.${sql.ref(field)}, ${row}) > 0`),
        sql` or `,
      )})`;
    });
  return sql<boolean>`(${place === "title" ? TITLE_WORDS : sql`vector`} @@ ${queryOf(terms)}::tsquery${sql.join(inRow, sql``)})`;
}

/** The ids of the posts that have every term. */
function matching(terms: Term[], place: SearchField) {
  return sql<{ id: number }>`select post_id as id from posts_search where ${condition(terms, place)}`;
}

/**
 * A tsvector under a GIN index finds the posts that have all words. Words that must stand in a row are looked for in
 * their fields' words after that: positions in a tsvector end at 16,383, which a long text passes.
 */
export const postgresSearch: SearchIndex = {
  async create(db) {
    await sql`
      create table posts_search (
        post_id bigint primary key references posts (id) on delete cascade,
        vector tsvector not null,
        title text not null,
        tags text not null,
        content text not null
      )`.execute(db);
    await sql`create index posts_search_vector on posts_search using gin (vector)`.execute(db);
  },

  async migrateForScale(db) {
    // The index above cannot tell where a word stands: each post that has it anywhere would have to be read.
    await sql`create index posts_search_title on posts_search using gin (${TITLE_WORDS})`.execute(db);
    // Without statistics the planner takes any words to be rare, and goes by the index. With them it reads the whole table
    // where words are frequent one by one, though hardly any post has them all.
    await sql`alter table posts_search alter column vector set statistics 0`.execute(db);
    await sql`alter index posts_search_title alter column 1 set statistics 0`.execute(db);
  },

  async indexPrefixes() {
    // A GIN index has its words in order: a beginning is a range of them.
    return false;
  },

  async put(db, posts) {
    const rows = posts.map(({ id, words }) => {
      const { title, tags, content } = words;
      return sql`(${id}, ${vectorOf(words)}::tsvector, ${spaced(title)}, ${spaced(tags)}, ${spaced(content)})`;
    });
    await sql`
      insert into posts_search (post_id, vector, title, tags, content)
      values ${sql.join(rows)}
      on conflict (post_id) do update set
        vector = excluded.vector, title = excluded.title, tags = excluded.tags, content = excluded.content
    `.execute(db);
  },

  async remove(db, id) {
    await sql`delete from posts_search where post_id = ${id}`.execute(db);
  },

  async find(db, terms, place, max) {
    const { rows } = await sql<{ id: number }>`${matching(terms, place)} limit ${max + 1}`.execute(db);
    return rows.length > max ? undefined : rows.map(({ id }) => id);
  },

  ids: matching,

  // As a value, not as a condition on the table: each of these posts is looked up, and no others.
  isNear: (terms, place) => sql`(select ${condition(terms, place)} from posts_search where post_id = near.id)`,
};
