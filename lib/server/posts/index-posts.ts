import type { Kysely } from "kysely";
import { getEngine } from "#lib/server/db/engine";
import type { Tables } from "#lib/server/db/tables";
import { plainText } from "#lib/server/rendering/plain-text";
import type { IndexedWords, SearchRow } from "#lib/server/search/search-index";
import { foldedWords } from "#lib/server/search/words";
import { type PostRow, parseTags } from "./row.ts";

/** `words` are those of the content, where they are computed already. */
type IndexedColumns = Pick<PostRow, "id" | "title" | "content" | "tags"> & { words?: string[] };

/** The words of a post that the search index has. */
export const indexedWords = (post: Omit<IndexedColumns, "id">): IndexedWords => ({
  title: foldedWords(post.title),
  content: post.words ?? foldedWords(plainText(post.content)),
  tags: parseTags(post).flatMap(foldedWords),
});

/** The row of a post in the search index: of its title, content and tags. */
export const searchRow = (db: Kysely<Tables>, post: IndexedColumns): SearchRow =>
  getEngine(db).search.row({ id: post.id, words: indexedWords(post) });

/** Writes posts to the search index, replacing their entries. */
export async function indexPosts(trx: Kysely<Tables>, posts: IndexedColumns[]): Promise<void> {
  await getEngine(trx)
    .search.put(posts.map((post) => searchRow(trx, post)))
    .execute(trx);
}
