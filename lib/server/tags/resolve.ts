import { hash } from "node:crypto";
import type { Selectable } from "kysely";
import { getEngine } from "#lib/server/db/engine";
import { compiledQuery } from "#lib/server/db/query-cache";
import type { DatabaseTransaction, TagsTable } from "#lib/server/db/tables";
import { slugify } from "#lib/shared/slug";
import { tagKey, uniqueTags } from "#lib/shared/tag-names";

export type TagRow = Selectable<TagsTable>;

/** How many slugs are tried, numbered from the second on, before one with a digest of the name. */
const NUMBERED_MAX = 9;
/** The length of that digest, in characters. */
const DIGEST_LENGTH = 10;

/** The slug to try for a new tag: `c`, then `c-2` and so on; in any script, as posts' slugs are. */
function slugOf(name: string, attempt: number): string {
  const slug = slugify(name) || "tag";
  if (attempt === 1) return slug;
  if (attempt <= NUMBERED_MAX) return `${slug}-${attempt}`;
  return `${slug}-${hash("sha256", `${attempt} ${tagKey(name)}`, "hex").slice(0, DIGEST_LENGTH)}`;
}

const selectTags = compiledQuery((db, { keys }: { keys: { key: string }[] }, strength: "share" | "update") =>
  db
    .selectFrom("tags")
    .selectAll()
    .where(
      "key",
      "in",
      keys.map(({ key }) => key),
    )
    .orderBy("key")
    .modifyEnd(getEngine(db).tagLock[strength]),
);

/**
 * Loads rows of tags by their keys and locks them until the transaction ends.
 * @param strength `share`: they are not merged or deleted meanwhile; `update`: no other transaction has locked them
 */
export async function lockTags(
  trx: DatabaseTransaction,
  keys: string[],
  strength: "share" | "update",
): Promise<Map<string, TagRow>> {
  if (keys.length === 0) return new Map();
  const rows = await selectTags(trx, { keys: keys.map((key) => ({ key })) }, strength);
  return new Map(rows.map((row) => [row.key, row]));
}

/** The current tags of keys: the key of a renamed or merged tag leads to its target. Locked as `share`. */
export async function findTags(trx: DatabaseTransaction, keys: string[]): Promise<Map<string, TagRow>> {
  const found = await lockTags(trx, keys, "share");
  const targets = [...found.values()].flatMap(({ target }) => target ?? []);
  if (targets.length === 0) return found;
  const targetRows = await findTags(trx, [...new Set(targets)]);
  const resolved = [...found].map(
    ([key, row]) => [key, row.target === null ? row : targetRows.get(row.target)] as const,
  );
  return new Map(resolved.filter((entry): entry is [string, TagRow] => entry[1] !== undefined));
}

/** Creates tags. One that another transaction creates at the same time is found instead. */
export async function createTags(trx: DatabaseTransaction, names: string[]): Promise<Map<string, TagRow>> {
  const created = new Map<string, TagRow>();
  // A fixed order, so that transactions cannot deadlock.
  let missing = names.map((name) => ({ key: tagKey(name), name })).sort((a, b) => (a.key < b.key ? -1 : 1));
  for (let attempt = 1; missing.length > 0; attempt++) {
    const rows = missing.map(({ key, name }) => ({ key, name, slug: slugOf(name, attempt), target: null }));
    // A conflict of the key or of the slug.
    await trx
      .insertInto("tags")
      .values(rows)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const keys = missing.map(({ key }) => key);
    for (const [key, tag] of await findTags(trx, keys)) created.set(key, tag);
    missing = missing.filter(({ key }) => !created.has(key));
  }
  return created;
}

/**
 * The current names of a post's tags; creates tags that are new. Until the transaction ends none of them is
 * renamed, merged or deleted.
 */
export async function resolveTags(trx: DatabaseTransaction, names: string[]): Promise<string[]> {
  const unique = uniqueTags(names);
  const found = await findTags(trx, unique.map(tagKey));
  const created = await createTags(
    trx,
    unique.filter((name) => !found.has(tagKey(name))),
  );
  return uniqueTags(
    unique.map((name) => {
      const key = tagKey(name);
      return (found.get(key) ?? created.get(key))?.name ?? name;
    }),
  );
}
