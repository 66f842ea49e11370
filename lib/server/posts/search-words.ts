import type { Kysely } from "kysely";
import { engineOf } from "#lib/server/db/engine";
import type { Tables } from "#lib/server/db/tables";
import { plainText } from "#lib/server/markdown";
import { foldedWords } from "#lib/server/search/words";
import { type PostRow, tagsOf } from "./view.ts";

/** `words` are those of the content, where they are known already. */
type Searched = Pick<PostRow, "id" | "title" | "content" | "tags"> & { words?: string[] };

/** Puts what a search looks at of posts into the search index, in place of what stood there. */
export async function putIntoSearch(trx: Kysely<Tables>, posts: Searched[]): Promise<void> {
  const indexed = posts.map((post) => ({
    id: post.id,
    words: {
      title: foldedWords(post.title),
      content: post.words ?? foldedWords(plainText(post.content)),
      tags: tagsOf(post).flatMap(foldedWords),
    },
  }));
  await engineOf(trx).search.put(trx, indexed);
}
