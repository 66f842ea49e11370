import { LRUCache } from "lru-cache";
import { run } from "#lib/server/cpu/run";
import type { Database } from "#lib/server/db/tables";
import { perDatabase } from "#lib/server/memoize";
import { isTrashed, type PostRow, pickFields, toPost, trashDates } from "#lib/server/posts/row";
import { firstUnits } from "#lib/server/search/fold";
import { highlight, highlightExcerpt } from "#lib/server/search/highlight";
import { type Term, termsOf } from "#lib/server/search/terms";
import type { PostQuery } from "#lib/shared/post-query";
import type { Post, PostListItem } from "#lib/shared/posts";

/** The UTF-16 units of a result page's contents that are searched for matches, shared equally among its posts. */
export const CONTENT_READ_MAX = 2_000_000;

type Highlight = NonNullable<PostListItem["highlight"]>;

/** The most bytes of highlighted texts that are cached for a database. */
const HIGHLIGHTS_MAX_BYTES = 16_000_000;
const highlightsOf = perDatabase(
  () =>
    new LRUCache<string, Highlight>({
      maxSize: HIGHLIGHTS_MAX_BYTES,
      sizeCalculation: ({ title, content }, key) => 2 * (title.length + content.length + key.length),
    }),
);

/** Highlights the terms in posts. Where the contents time out, highlights the excerpts, which must not be cached. */
async function highlightPosts(posts: Post[], terms: Term[]): Promise<{ highlights: Highlight[]; isWhole: boolean }> {
  const max = Math.floor(CONTENT_READ_MAX / Math.max(1, posts.length));
  const contents = posts.map(({ content }) => firstUnits(content, max));
  const length = contents.reduce((sum, content) => sum + content.length, 0);
  const outcome = await run("highlightParts", length, contents, terms);
  const isWhole = "result" in outcome;
  const highlights = posts.map(({ excerpt, title }, index) => ({
    title: highlight(title, terms),
    content: (isWhole && outcome.result[index]) || highlightExcerpt(excerpt, terms),
  }));
  return { highlights, isWhole };
}

/** Rows as list items: the requested fields, in the trash its dates and, for a search, the highlighted matches. */
export async function toListItems(
  db: Database,
  rows: PostRow[],
  { fields, q }: PostQuery,
  origin: string,
): Promise<PostListItem[]> {
  const posts = rows.map((row) => toPost(row, origin));
  const items = posts.map((post, index) => {
    const row = rows[index];
    return { ...pickFields(post, fields), ...(row && isTrashed(row) && trashDates(row)) };
  });
  if (q === undefined) return items;
  const terms = termsOf(q);
  const [cache, words] = [highlightsOf(db), JSON.stringify(terms)];
  // The same version of a post has the same text.
  const keyOf = ({ id, version }: Post) => `${id}.${version} ${words}`;
  const cached = new Map(posts.map((post) => [post.id, cache.get(keyOf(post))]));
  const missing = posts.filter(({ id }) => !cached.get(id));
  if (missing.length > 0) {
    const { highlights, isWhole } = await highlightPosts(missing, terms);
    for (const [index, post] of missing.entries()) {
      cached.set(post.id, highlights[index]);
      if (isWhole) cache.set(keyOf(post), highlights[index]);
    }
  }
  return items.map((item, index) => ({ ...item, highlight: cached.get(posts[index]?.id ?? "") }));
}
