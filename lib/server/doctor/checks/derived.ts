import { bumpContentVersion } from "#lib/server/content-version";
import { inTransaction } from "#lib/server/db/transaction";
import { authorColumns } from "#lib/server/posts/author-columns";
import { derivedPostColumns } from "#lib/server/posts/columns";
import { postsIn } from "#lib/server/posts/ranges";
import type { PostRow } from "#lib/server/posts/row";
import { replaceTags } from "#lib/server/posts/tags";
import { generateExcerpt } from "#lib/server/rendering/plain-text";
import { cleanText } from "#lib/shared/text";
import { batchesOf, eachRange, lockPosts } from "../batches.ts";
import { type Check, type Context, Found, fixable } from "../finding.ts";

type Derived = ReturnType<typeof derivedPostColumns>;

/** The derived columns of a post that differ from what its text gives. */
function wrongColumns(post: PostRow): Partial<Derived> {
  const derived = derivedPostColumns(post, generateExcerpt(cleanText(post.content)));
  const wrong = Object.entries(derived).filter(([column, value]) => post[column as keyof Derived] !== value);
  return Object.fromEntries(wrong);
}

const wrongPosts = (context: Context): AsyncGenerator<{ id: number; columns: string[] }> =>
  eachRange(context, "derived columns", async (trx, range) => {
    const posts = await postsIn(trx, range).selectAll().select(authorColumns).execute();
    return posts
      .map((post) => ({ id: post.id, columns: Object.keys(wrongColumns(post)) }))
      .filter(({ columns }) => columns.length > 0);
  });

async function* idsOf(context: Context): AsyncGenerator<number> {
  for await (const { id } of wrongPosts(context)) yield id;
}

/** Whether what is stored of a text for lists is what it gives: excerpt, slug, sort key, direction, reading time. */
export const derived: Check = {
  name: "derived columns",
  needsSchema: true,

  async find(context) {
    const wrong = new Map<string, Found>();
    for await (const { columns, id } of wrongPosts(context)) {
      for (const column of columns) {
        const found = wrong.get(column) ?? new Found();
        wrong.set(column, found);
        found.add(id);
      }
    }
    return [...wrong].map(([column, found]) =>
      fixable(`another ${column} than their text gives: ${found.of("post")}`, "warning"),
    );
  },

  async fix(context) {
    for await (const ids of batchesOf(idsOf(context))) {
      await inTransaction(context.db, async (trx) => {
        for (const post of await lockPosts(trx, ids)) {
          const columns = wrongColumns(post);
          if (Object.keys(columns).length === 0) continue;
          await trx.updateTable("posts").set(columns).where("id", "=", post.id).execute();
          // Lists of tags are sorted by a copy of the sort key.
          await replaceTags(trx, { ...post, ...columns });
        }
        await bumpContentVersion(trx, ids.length);
      });
    }
  },
};
