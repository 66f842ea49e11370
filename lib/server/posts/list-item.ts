import { plainText } from "#lib/server/markdown";
import { highlight, highlightPart } from "#lib/server/search/highlight";
import { termsOf } from "#lib/server/search/words";
import type { PostQuery } from "#lib/shared/post-query";
import type { PostListItem } from "#lib/shared/posts";
import { type PostRow, partOf, toPost } from "./view.ts";

/** A row as an item of the list that `query` asked for: the fields it named, and where its words were found. */
export function toListItem(row: PostRow, { fields, q }: PostQuery, origin: string): PostListItem {
  const post = toPost(row, origin);
  const item: PostListItem = partOf(post, fields);
  if (q === undefined) return item;
  const terms = termsOf(q);
  const content = highlightPart(plainText(post.content), terms);
  return { ...item, highlight: { title: highlight(post.title, terms), content } };
}
