import { setImmediate } from "node:timers/promises";
import BetterSqlite, { type Database as Connection } from "better-sqlite3";
import { inBatches } from "#lib/server/batches";
import type { SearchComparison, SearchDifference, SearchedPost } from "#lib/server/db/inspector";

/** Entries of the index between two yields to the event loop, so that signals are handled. */
const PAUSE_ENTRIES = 50_000;
/** The posts that are compared at once. */
const BATCH = { count: 200, length: 2_000_000, lengthOf: ({ content }: SearchedPost) => content.length };

/** Sums are below this power of two: two of them add up exactly. */
const SUM_LIMIT = 2 ** 52;

/** FNV-1a over the UTF-16 units of a word. */
function hashOf(word: string, seed: number): number {
  let hash = seed;
  for (let at = 0; at < word.length; at++) hash = Math.imul(hash ^ word.charCodeAt(at), 0x01000193);
  return hash;
}

/** Mixes the hash of a word with its field and its position there. */
function mix(hash: number, field: number, offset: number): number {
  let mixed = hash ^ Math.imul(field + 1, 0x9e3779b1) ^ Math.imul(offset + 1, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x7feb352d);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** A sum for each post of hashes of its entries: the same for the same entries, in any order. 16 bytes and a key each. */
class Sums {
  readonly #slots = new Map<number, number>();
  #sums = new Float64Array(1_024);

  add(id: number, hash: number): void {
    let slot = this.#slots.get(id);
    if (slot === undefined) {
      slot = this.#slots.size;
      this.#slots.set(id, slot);
      if (slot === this.#sums.length) {
        const grown = new Float64Array(2 * slot);
        grown.set(this.#sums);
        this.#sums = grown;
      }
    }
    this.#sums[slot] = ((this.#sums[slot] ?? 0) + hash) % SUM_LIMIT;
  }

  /** Removes the sum of a post. @returns it; undefined where the index has no entry of the post */
  take(id: number): number | undefined {
    const slot = this.#slots.get(id);
    this.#slots.delete(id);
    return slot === undefined ? undefined : this.#sums[slot];
  }

  ids = () => this.#slots.keys();
}

type Entry = [term: string, id: number, field: string, offset: number];
const FIELDS = ["title", "tags", "content"];

/** Prepares a connection to read the entries of its index: each word with post, field and position, sorted by word. */
const openEntries = (connection: Connection) =>
  connection.exec("create virtual table temp.search_entries using fts5vocab(main, posts_search, instance)");

async function sumEntries(connection: Connection, signal?: AbortSignal): Promise<Sums> {
  const sums = new Sums();
  const entries = connection.prepare<[], Entry>("select term, doc, col, offset from temp.search_entries").raw();
  let last: string | undefined;
  let [one, two, count] = [0, 0, 0];
  for (const [term, id, field, offset] of entries.iterate()) {
    if (term !== last) {
      last = term;
      one = hashOf(term, 0x811c9dc5);
      two = hashOf(term, 0x1000193);
    }
    const at = FIELDS.indexOf(field);
    sums.add(id, (mix(one, at, offset) >>> 6) * 2 ** 26 + (mix(two, at, offset) >>> 6));
    if (++count % PAUSE_ENTRIES === 0) {
      await setImmediate();
      signal?.throwIfAborted();
    }
  }
  return sums;
}

/** An index in memory, to see what SQLite stores of words. @param definition SQL that creates the index */
function openExpected(definition: string) {
  const connection = new BetterSqlite(":memory:");
  connection.exec(definition);
  openEntries(connection);
  const insert = connection.prepare("insert into posts_search (rowid, title, tags, content) values (?, ?, ?, ?)");
  return {
    async sumsOf(posts: SearchedPost[], { wordsOf }: SearchComparison): Promise<Sums> {
      connection.exec("insert into posts_search (posts_search) values ('delete-all')");
      for (const post of posts) {
        const { content, tags, title } = wordsOf(post);
        insert.run(post.id, title.join(" "), tags.join(" "), content.join(" "));
      }
      return sumEntries(connection);
    },
    close: () => connection.close(),
  };
}

/**
 * Compares the search index of a database file with the texts of its posts, in one read snapshot. A contentless index cannot be
 * read by post: all of it is read once, sorted by word, and summed up for each post.
 * @param definition SQL that creates the index
 */
export async function* compareSearch(
  file: string,
  definition: string,
  comparison: SearchComparison,
): AsyncGenerator<SearchDifference> {
  const connection = new BetterSqlite(file, { readonly: true, fileMustExist: true });
  const expected = openExpected(definition);
  try {
    openEntries(connection);
    connection.exec("begin");
    const found = await sumEntries(connection, comparison.signal);
    const posts = connection.prepare<[], SearchedPost>("select id, title, content, tags from posts order by id");
    for await (const batch of inBatches(posts.iterate(), BATCH)) {
      const sums = await expected.sumsOf(batch, comparison);
      for (const { id } of batch) {
        const [before, after] = [found.take(id), sums.take(id)];
        if (before !== after) yield { id, kind: before === undefined ? "missing" : "outdated" };
        comparison.onPost?.();
      }
      await setImmediate();
      comparison.signal?.throwIfAborted();
    }
    for (const id of found.ids()) yield { id, kind: "extra" };
  } finally {
    connection.close();
    expected.close();
  }
}
