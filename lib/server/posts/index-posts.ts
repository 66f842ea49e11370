import type { Kysely } from "kysely";
import { getEngine } from "#lib/server/db/engine";
import type { Tables } from "#lib/server/db/tables";
import { plainText } from "#lib/server/rendering/plain-text";
import { foldedWords } from "#lib/server/search/words";
import { type PostRow, parseTags } from "./row.ts";

/** `words` are those of the content, where they are known already. */
type Searched = Pick<PostRow, "id" | "title" | "content" | "tags"> & { words?: string[] };

/** Puts what a search looks at of posts into the search index, in place of what stood there. */
export async function indexPosts(trx: Kysely<Tables>, posts: Searched[]): Promise<void> {
  const indexed = posts.map((post) => ({
    id: post.id,
    words: {
      title: foldedWords(post.title),
      content: post.words ?? foldedWords(plainText(post.content)),
      tags: parseTags(post).flatMap(foldedWords),
    },
  }));
  await getEngine(trx).search.put(trx, indexed);
}
