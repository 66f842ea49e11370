import { bumpContentVersion } from "#lib/server/content-version";
import { countRows } from "#lib/server/db/count-rows";
import { getEngine } from "#lib/server/db/engine";
import type { SearchDifference } from "#lib/server/db/inspector";
import { inTransaction } from "#lib/server/db/transaction";
import { indexedWords, indexPosts } from "#lib/server/posts/index-posts";
import { batchesOf, lockPosts, stepper } from "../batches.ts";
import { type Check, type Context, Found, fixable } from "../finding.ts";

const TEXTS: Record<SearchDifference["kind"], string> = {
  missing: "search does not find",
  outdated: "search finds by other words than their text has",
  extra: "search finds though they do not exist",
};

async function* differencesOf(context: Context): AsyncGenerator<SearchDifference> {
  const { db, inspector, signal } = context;
  const onPost = stepper(context, { doing: "checking", table: "search index", total: await countRows(db, "posts") });
  yield* inspector.compareSearch(db, { wordsOf: indexedWords, onPost, signal });
}

async function* idsOf(context: Context): AsyncGenerator<number> {
  for await (const { id } of differencesOf(context)) yield id;
}

/** Whether the search index has the words of every post, and no others. */
export const search: Check = {
  name: "search index",
  needsSchema: true,

  async find(context) {
    const found = { missing: new Found(), outdated: new Found(), extra: new Found() };
    for await (const { id, kind } of differencesOf(context)) found[kind].add(id);
    return Object.entries(found).flatMap(([kind, posts]) =>
      posts.count > 0 ? [fixable(`${TEXTS[kind as keyof typeof found]}: ${posts.of("post")}`)] : [],
    );
  },

  async fix(context) {
    for await (const ids of batchesOf(idsOf(context))) {
      await inTransaction(context.db, async (trx) => {
        const posts = await lockPosts(trx, ids);
        if (posts.length > 0) await indexPosts(trx, posts);
        const there = new Set(posts.map(({ id }) => id));
        for (const id of ids) if (!there.has(id)) await getEngine(trx).search.remove(trx, id);
        await bumpContentVersion(trx, ids.length);
      });
    }
  },
};
