import type { Kysely, RawBuilder } from "kysely";
import { getEngine } from "#lib/server/db/engine";
import type { Tables } from "#lib/server/db/tables";
import { plainText } from "#lib/server/rendering/plain-text";
import type { IndexedWords } from "#lib/server/search/search-index";
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

/** The statement that writes title, content and tags of posts to the search index, replacing their entries. */
export const indexStatement = (trx: Kysely<Tables>, posts: IndexedColumns[]): RawBuilder<unknown> =>
  getEngine(trx).search.put(posts.map((post) => ({ id: post.id, words: indexedWords(post) })));

/** Writes posts to the search index. */
export async function indexPosts(trx: Kysely<Tables>, posts: IndexedColumns[]): Promise<void> {
  await indexStatement(trx, posts).execute(trx);
}
