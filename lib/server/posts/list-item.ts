import { highlight, highlightPart } from "#lib/server/search/highlight";
import { termsOf } from "#lib/server/search/words";
import type { PostQuery } from "#lib/shared/post-query";
import type { PostListItem } from "#lib/shared/posts";
import { type PostRow, partOf, toPost } from "./view.ts";

/** Rows as items of the list that `query` asked for: the fields it named, and where its words were found. */
export async function toListItems(rows: PostRow[], { fields, q }: PostQuery, origin: string): Promise<PostListItem[]> {
  const posts = rows.map((row) => toPost(row, origin));
  if (q === undefined) return posts.map((post) => partOf(post, fields));
  // Loaded by who searches first: whoever only reads does not wait for what reads Markdown.
  const { plainText } = await import("#lib/server/markdown");
  const terms = termsOf(q);
  return posts.map((post) => {
    const content = highlightPart(plainText(post.content), terms);
    return { ...partOf(post, fields), highlight: { title: highlight(post.title, terms), content } };
  });
}
