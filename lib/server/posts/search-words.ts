import type { Kysely } from "kysely";
import { engineOf } from "#lib/server/db/engine";
import type { Tables } from "#lib/server/db/tables";
import { plainText } from "#lib/server/markdown";
import { foldedWords } from "./columns.ts";
import { type PostRow, tagsOf } from "./view.ts";

/** `plain` is the plain text of the content, where it is known already. */
type Searched = Pick<PostRow, "id" | "title" | "content" | "tags"> & { plain?: string };

/** Puts what a search looks at of posts into the search index, in place of what stood there. */
export async function putIntoSearch(trx: Kysely<Tables>, posts: Searched[]): Promise<void> {
  const indexed = posts.map((post) => ({
    id: post.id,
    words: {
      title: foldedWords(post.title),
      content: foldedWords(post.plain ?? plainText(post.content)),
      tags: tagsOf(post).flatMap(foldedWords),
    },
  }));
  await engineOf(trx).search.put(trx, indexed);
}
