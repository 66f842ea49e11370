import { LRUCache } from "lru-cache";
import type { Database } from "#lib/server/db/tables";
import { highlight, highlightPart } from "#lib/server/search/highlight";
import { termsOf } from "#lib/server/search/words";
import type { PostQuery } from "#lib/shared/post-query";
import type { PostListItem } from "#lib/shared/posts";
import { type PostRow, partOf, toPost } from "./view.ts";

type Highlight = NonNullable<PostListItem["highlight"]>;

/** The most bytes of highlighted texts that are cached for a database. */
const HIGHLIGHTS_MAX_BYTES = 16_000_000;
const highlights = new WeakMap<Database, LRUCache<string, Highlight>>();

function highlightsOf(db: Database): LRUCache<string, Highlight> {
  let cache = highlights.get(db);
  if (!cache) {
    const sizeCalculation = ({ title, content }: Highlight, key: string) =>
      2 * (title.length + content.length + key.length);
    cache = new LRUCache({ maxSize: HIGHLIGHTS_MAX_BYTES, sizeCalculation });
    highlights.set(db, cache);
  }
  return cache;
}

/** Rows as items of the list that `query` asked for: the fields it named, and where its words were found. */
export async function toListItems(
  db: Database,
  rows: PostRow[],
  { fields, q }: PostQuery,
  origin: string,
): Promise<PostListItem[]> {
  const posts = rows.map((row) => toPost(row, origin));
  if (q === undefined) return posts.map((post) => partOf(post, fields));
  // Loaded by who searches first: whoever only reads does not wait for what reads Markdown.
  const { plainText } = await import("#lib/server/markdown");
  const terms = termsOf(q);
  const [cache, words] = [highlightsOf(db), JSON.stringify(terms)];
  return posts.map((post) => {
    // The same version of a post has the same text.
    const key = `${post.id}.${post.version} ${words}`;
    const highlighted = cache.get(key) ?? {
      title: highlight(post.title, terms),
      content: highlightPart(plainText(post.content), terms),
    };
    cache.set(key, highlighted);
    return { ...partOf(post, fields), highlight: highlighted };
  });
}
