import { sql } from "kysely";
import type { IndexedPost, SearchField, SearchIndex, SearchRow } from "#lib/server/search/search-index";
import type { Term } from "#lib/server/search/terms";

/** The fields of a post, each with the weight of its words in the tsvector. */
const FIELDS = { title: "A", tags: "B", content: "C" } as const;
type Field = keyof typeof FIELDS;

/** Words contain letters, marks, digits and some signs, never a quote or a backslash: quoting is sufficient escaping. */
const quoted = (word: string) => `'${word}'`;

/** The distinct words of each field as a tsvector literal. A position is needed only to carry the weight. */
function vectorOf(words: Record<Field, string[]>): string {
  const positions = new Map<string, string[]>();
  for (const [index, field] of (Object.keys(FIELDS) as Field[]).entries()) {
    for (const word of new Set(words[field])) {
      positions.set(word, [...(positions.get(word) ?? []), `${index + 1}${FIELDS[field]}`]);
    }
  }
  return [...positions].map(([word, at]) => `${quoted(word)}:${at.join(",")}`).join(" ");
}

/** All terms as a tsquery literal. */
function queryOf(terms: Term[]): string {
  const words = terms.flatMap((term) =>
    term.words.map((word, index) => {
      const isPrefix = term.isPrefix && index === term.words.length - 1;
      return `${quoted(word)}${isPrefix ? ":*" : ""}`;
    }),
  );
  return words.join(" & ");
}

/** The words of a field in order, each between two spaces, so that a phrase is a substring. */
const spaced = (words: string[]) => ` ${words.join(" ")} `;

function toRow({ id, words }: IndexedPost): SearchRow {
  const { title, tags, content } = words;
  return { id, vector: vectorOf(words), title: spaced(title), tags: spaced(tags), content: spaced(content) };
}

const rowSql = ({ id, vector, title, tags, content }: SearchRow) =>
  sql`(${id}::bigint, ${vector}::tsvector, ${title}::text, ${tags}::text, ${content}::text)`;

/** The row of a post in the index. */
export const searchRow = (post: IndexedPost) => rowSql(toRow(post));

/** The words of the title only: those with the weight A. */
const TITLE_WORDS = sql`ts_filter(vector, '{a}')`;

/** The condition that one of the fields has the words of a term in order. */
function hasPhrase({ words, isPrefix }: Term, fields: Field[]) {
  const phrase = ` ${words.join(" ")}${isPrefix ? "" : " "}`;
  const has = fields.map((field) => sql`strpos(posts_search.${sql.ref(field)}, ${phrase}) > 0`);
  return sql<boolean>`(${sql.join(has, sql` or `)})`;
}

/** The condition that a row of the index has every term. */
function condition(terms: Term[], searchField: SearchField) {
  const fields: Field[] = searchField === "title" ? ["title"] : ["title", "tags", "content"];
  const phrases = terms.filter(({ words }) => words.length > 1).map((term) => sql` and ${hasPhrase(term, fields)}`);
  return sql<boolean>`(${searchField === "title" ? TITLE_WORDS : sql`vector`} @@ ${queryOf(terms)}::tsquery${sql.join(phrases, sql``)})`;
}

/** The same for rows that are found by their ids: a title is read faster than its words in the tsvector of the whole text. */
function rowCondition(terms: Term[], searchField: SearchField) {
  if (searchField === "anywhere") return condition(terms, searchField);
  return sql.join(
    terms.map((term) => hasPhrase(term, ["title"])),
    sql` and `,
  );
}

/** How many times the wanted matches PostgreSQL keeps of a sample: their number is estimated, and some posts may be hidden. */
const SAMPLE_MARGIN = 2.5;

/** The ids of the posts that have every term. */
function matchingIds(terms: Term[], searchField: SearchField) {
  return sql<{ id: number }>`select post_id as id from posts_search where ${condition(terms, searchField)}`;
}

/**
 * A tsvector with a GIN index finds the posts that have all words. Phrases are then searched in the fields' words: positions
 * in a tsvector end at 16,383, which a long text exceeds.
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
    // The index above does not know the field of a word: a search in titles would read each post that has it anywhere.
    await sql`create index posts_search_title on posts_search using gin (${TITLE_WORDS})`.execute(db);
    // Without statistics the planner assumes that words are rare and uses the index. With them it scans the whole table where
    // each word is frequent, though hardly any post has all of them.
    await sql`alter table posts_search alter column vector set statistics 0`.execute(db);
    await sql`alter index posts_search_title alter column 1 set statistics 0`.execute(db);
  },

  async indexPrefixes() {
    // A GIN index is sorted: a prefix is a range of it.
    return false;
  },

  async clear(db) {
    await sql`truncate posts_search`.execute(db);
  },

  row: toRow,

  put: (rows) => sql`
    insert into posts_search (post_id, vector, title, tags, content)
    values ${sql.join(rows.map(rowSql))}
    on conflict (post_id) do update set
      vector = excluded.vector, title = excluded.title, tags = excluded.tags, content = excluded.content
  `,

  async remove(db, id) {
    await sql`delete from posts_search where post_id = ${id}`.execute(db);
  },

  async find(db, terms, searchField, max) {
    const { rows } = await sql<{ id: number }>`${matchingIds(terms, searchField)} limit ${max + 1}`.execute(db);
    return rows.length > max ? undefined : rows.map(({ id }) => id);
  },

  ids: matchingIds,

  // GIN has no order: a bitmap of all matches comes before the first one. With this setting it drops most of them at random, as
  // soon as it reads them. The setting ends with the statement, and the lateral join reads it first. A prefix, whose words are merged,
  // or several words, of each of which it would drop most, gain nothing: a last word is sampled as a whole word.
  sample(db, terms, searchField, size) {
    const [{ words } = { words: [] }, ...others] = terms;
    if (db.isTransaction || others.length > 0 || words.length !== 1) return undefined;
    const term = { words, isPrefix: false };
    return sql<{ id: number }>`
      select id
      from (select set_config('gin_fuzzy_search_limit', ${String(SAMPLE_MARGIN * size)}, true) as value) as setting
      cross join lateral (
        select post_id as id from posts_search
        where ${condition([term], searchField)} and setting.value is not null offset 0) as found`;
  },

  // In the order of the ids, which PostgreSQL looks up together.
  isNear: (terms, searchField) => sql`near.id in (
    select post_id from posts_search
    where post_id = any(array(select id from near)) and ${rowCondition(terms, searchField)})`,
};
