import type { Kysely, RawBuilder } from "kysely";
import { getEngine } from "#lib/server/db/engine";
import type { Tables } from "#lib/server/db/tables";
import { plainText } from "#lib/server/rendering/plain-text";
import { foldedWords } from "#lib/server/search/words";
import { type PostRow, parseTags } from "./row.ts";

/** `words` are those of the content, where they are computed already. */
type IndexedColumns = Pick<PostRow, "id" | "title" | "content" | "tags"> & { words?: string[] };

/** The statement that writes title, content and tags of posts to the search index, replacing their entries. */
export function indexStatement(trx: Kysely<Tables>, posts: IndexedColumns[]): RawBuilder<unknown> {
  const indexed = posts.map((post) => ({
    id: post.id,
    words: {
      title: foldedWords(post.title),
      content: post.words ?? foldedWords(plainText(post.content)),
      tags: parseTags(post).flatMap(foldedWords),
    },
  }));
  return getEngine(trx).search.put(indexed);
}

/** Writes posts to the search index. */
export async function indexPosts(trx: Kysely<Tables>, posts: IndexedColumns[]): Promise<void> {
  await indexStatement(trx, posts).execute(trx);
}
