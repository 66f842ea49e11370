import type { Kysely } from "kysely";
import { engineOf } from "#lib/server/db/engine";
import type { Tables } from "#lib/server/db/tables";
import { plainText } from "#lib/server/markdown";
import { foldedWords } from "./columns.ts";
import { type PostRow, tagsOf } from "./view.ts";

/** Puts what a search looks at of a post into the search index, in place of what stood there. */
export async function putIntoSearch(
  trx: Kysely<Tables>,
  post: Pick<PostRow, "id" | "title" | "content" | "tags">,
): Promise<void> {
  await engineOf(trx).search.put(trx, post.id, {
    title: foldedWords(post.title),
    content: foldedWords(plainText(post.content)),
    tags: tagsOf(post).flatMap(foldedWords),
  });
}
