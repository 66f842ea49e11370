import { bumpContentVersion } from "#lib/server/content-version";
import { inTransaction } from "#lib/server/db/transaction";
import { postsIn } from "#lib/server/posts/ranges";
import { parseTags } from "#lib/server/posts/row";
import { replaceTags, tagRows } from "#lib/server/posts/tags";
import { createTags, findTags } from "#lib/server/tags/resolve";
import { tagKey } from "#lib/shared/tag-names";
import { batchesOf, eachRange, lockPosts } from "../batches.ts";
import { type Check, type Context, Found, fixable } from "../finding.ts";

type Row = ReturnType<typeof tagRows>[number];

const textOf = ({ post_id, published_at, tag, title_sort, updated_at }: Row) =>
  JSON.stringify([post_id, tag, published_at, updated_at, title_sort]);

/** The posts whose rows of post_tags, by which lists of a tag are read, are not those of their tags. */
function wrongPosts(context: Context): AsyncGenerator<number> {
  return eachRange(context, "tags of posts", async (trx, range) => {
    const posts = await postsIn(trx, range)
      .select(["id", "tags", "status", "trashed_at", "published_at", "updated_at", "title_sort"])
      .execute();
    const rows = await trx
      .selectFrom("post_tags")
      .selectAll()
      .where("post_id", ">", range.after)
      .where("post_id", "<=", range.to)
      .execute();
    const stored = Map.groupBy(rows, ({ post_id }) => post_id);
    const sorted = (some: Row[]) => some.map(textOf).sort().join();
    return posts.filter((post) => sorted(tagRows(post)) !== sorted(stored.get(post.id) ?? [])).map(({ id }) => id);
  });
}

/** Tags of posts that have no name and no slug. */
async function unknownTags({ db }: Context): Promise<{ tag: string; post_id: number }[]> {
  return db
    .selectFrom("post_tags")
    .select((eb) => ["tag", eb.fn.min("post_id").as("post_id")])
    .where((eb) => eb.not(eb.exists(eb.selectFrom("tags").select("key").whereRef("tags.key", "=", "post_tags.tag"))))
    .groupBy("tag")
    .execute();
}

/** Whether posts are in the lists of their tags, and of no others. */
export const tags: Check = {
  name: "tags",
  needsSchema: true,

  async find(context) {
    const [wrong, unknown] = [new Found(), new Found()];
    for await (const id of wrongPosts(context)) wrong.add(id);
    for (const { tag } of await unknownTags(context)) unknown.add(tag);
    return [
      ...(wrong.count > 0 ? [fixable(`in other lists of tags than they should be: ${wrong.of("post")}`)] : []),
      ...(unknown.count > 0 ? [fixable(`without a name: ${unknown.of("tag")}`)] : []),
    ];
  },

  async fix(context) {
    const { db } = context;
    for await (const ids of batchesOf(wrongPosts(context))) {
      await inTransaction(db, async (trx) => {
        for (const post of await lockPosts(trx, ids)) await replaceTags(trx, post);
        await bumpContentVersion(trx, ids.length);
      });
    }
    for (const { post_id, tag } of await unknownTags(context)) {
      await inTransaction(db, async (trx) => {
        const names = (await lockPosts(trx, [post_id])).flatMap(parseTags).filter((name) => tagKey(name) === tag);
        if (names.length === 0 || (await findTags(trx, [tag])).has(tag)) return;
        await createTags(trx, names);
        await bumpContentVersion(trx);
      });
    }
  },
};
