import { bumpContentVersion } from "#lib/server/content-version";
import type { Database, DatabaseTransaction } from "#lib/server/db/tables";
import { inTransaction } from "#lib/server/db/transaction";
import { log } from "#lib/server/log";
import { countPublic } from "#lib/server/posts/list/counts";
import { Problem } from "#lib/server/problem";
import { tagKey } from "#lib/shared/tag-names";
import type { TagCount } from "#lib/shared/tags";
import { createTags, findTags, lockTags, type TagRow } from "./resolve.ts";
import { retagPosts } from "./retag.ts";

/** A tag on more posts is not renamed, merged or deleted: each post is indexed again, which takes a millisecond or more. */
export const TAG_POSTS_MAX = 10_000;
/** How often a deletion starts again because a post has got the tag meanwhile. */
const ROUNDS_MAX = 10;

const notFound = () => new Problem("not-found", { title: "Tag not found" });

/** @throws {Problem} 409 where too many posts have a tag */
async function requireFewPosts(trx: DatabaseTransaction, { key, name }: TagRow): Promise<void> {
  const tagged = trx
    .selectFrom("post_tags")
    .select("post_id")
    .where("tag", "=", key)
    .limit(TAG_POSTS_MAX + 1);
  const { posts } = await trx
    .selectFrom(tagged.as("tagged"))
    .select((eb) => eb.fn.countAll<number>().as("posts"))
    .executeTakeFirstOrThrow();
  if (Number(posts) <= TAG_POSTS_MAX) return;
  const most = TAG_POSTS_MAX.toLocaleString("en");
  throw new Problem("too-many-posts", { detail: `“${name}” is on more than ${most} posts.` });
}

/** The keys of the tags that were renamed to a tag or merged into it. */
async function formerKeys(db: Database, key: string): Promise<string[]> {
  const rows = await db.selectFrom("tags").select("key").where("target", "=", key).execute();
  return rows.map((row) => row.key);
}

/** Finds a tag by its slug. @param takesFormer whether the slug of a renamed tag finds the tag that it stands for */
async function requireTag(trx: DatabaseTransaction, slug: string, takesFormer: boolean): Promise<TagRow> {
  const tag = await trx.selectFrom("tags").selectAll().where("slug", "=", slug).executeTakeFirst();
  if (!tag) throw notFound();
  if (tag.target === null) return tag;
  const current = takesFormer ? (await findTags(trx, [tag.key])).get(tag.key) : undefined;
  if (!current) throw notFound();
  return current;
}

/**
 * Gives the key of a tag to another name, which from then on stands for that tag.
 * @returns the key of the tag that has the name; undefined where another transaction has changed the tag meanwhile
 */
async function startRename(trx: DatabaseTransaction, slug: string, name: string): Promise<string | undefined> {
  const { key: from } = await requireTag(trx, slug, true);
  const to = tagKey(name);
  const locked = await lockTags(trx, [from, to], "update");
  const [tag, existing] = [locked.get(from), locked.get(to)];
  if (!tag || tag.target !== null) return undefined;
  if (from === to && tag.name === name) return to;
  await requireFewPosts(trx, tag);
  if (from === to) await trx.updateTable("tags").set({ name }).where("key", "=", to).execute();
  else {
    if (!existing) await createTags(trx, [name]);
    // A former name becomes a name again.
    else if (existing.target !== null) {
      await trx.updateTable("tags").set({ name, target: null }).where("key", "=", to).execute();
    }
    await trx
      .updateTable("tags")
      .set({ target: to })
      .where((eb) => eb.or([eb("key", "=", from), eb("target", "=", from)]))
      .where("key", "<>", to)
      .execute();
  }
  await bumpContentVersion(trx);
  return to;
}

/**
 * Renames a tag; to the name of another one, merges it into that. Its former name and slug stand for the tag from then on.
 * Posts get no new version.
 * @throws {Problem} 404; 409 where more than TAG_POSTS_MAX posts have it
 */
export async function renameTag(db: Database, slug: string, name: string, now = Date.now()): Promise<TagCount> {
  for (;;) {
    const key = await inTransaction(db, (trx) => startRename(trx, slug, name));
    if (key === undefined) continue;
    for (const one of [key, ...(await formerKeys(db, key))]) await retagPosts(db, one);
    log.info({ event: "tag-renamed", slug, name }, "a tag was renamed");
    const tag = await db.selectFrom("tags").selectAll().where("key", "=", key).executeTakeFirst();
    if (!tag) throw notFound();
    return { tag: tag.name, count: await countPublic(db, { kind: "tag", name: key }, now), slug: tag.slug };
  }
}

/** Deletes a tag that no post has, under no former name either. @returns whether no post has it */
async function finishDeletion(trx: DatabaseTransaction, key: string): Promise<boolean> {
  await lockTags(trx, [key], "update");
  // Another tag may have been renamed to it meanwhile.
  const keys = [key, ...(await formerKeys(trx, key))];
  const tagged = await trx.selectFrom("post_tags").select("post_id").where("tag", "in", keys).limit(1).execute();
  if (tagged.length > 0) return false;
  await trx
    .deleteFrom("tags")
    .where((eb) => eb.or([eb("key", "=", key), eb("target", "=", key)]))
    .execute();
  await bumpContentVersion(trx);
  return true;
}

/**
 * Deletes a tag and removes it from all posts, which get no new version. Its former names are free again.
 * @throws {Problem} 404; 409 where more than TAG_POSTS_MAX posts have it, or posts get it again and again
 */
export async function deleteTag(db: Database, slug: string): Promise<void> {
  const tag = await inTransaction(db, async (trx) => {
    const found = await requireTag(trx, slug, false);
    await requireFewPosts(trx, found);
    return found;
  });
  for (let round = 1; round <= ROUNDS_MAX; round++) {
    for (const one of [tag.key, ...(await formerKeys(db, tag.key))]) await retagPosts(db, one, true);
    if (await inTransaction(db, (trx) => finishDeletion(trx, tag.key))) {
      log.info({ event: "tag-deleted", slug }, "a tag was deleted");
      return;
    }
  }
  throw new Problem("too-many-posts", { detail: `New posts get the tag “${tag.name}” all the time.` });
}
