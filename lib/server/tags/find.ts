import { ContentCache } from "#lib/server/content-cache";
import { compiledQuery } from "#lib/server/db/query-cache";
import type { Database } from "#lib/server/db/tables";
import { tagKey } from "#lib/shared/tag-names";
import type { TagRow } from "./resolve.ts";

/** A tag as filters use it. */
export type FoundTag = Pick<TagRow, "key" | "name" | "slug">;

/** The spelling in which earlier versions stored tags and compared filters: `cafe-noir` for `Café Noir`. */
function legacyName(tag: string): string {
  const plain = tag.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return plain
    .replace(/[\s_-]+/g, "-")
    .replace(/^-|-$/g, "")
    .normalize("NFC");
}

/** Rows of tags, each with the current tag, which differs for a former name. */
const withCurrentTag = (db: Database) =>
  db
    .selectFrom("tags")
    .leftJoin("tags as current", "current.key", "tags.target")
    .select(["tags.key as found_key", "tags.slug as found_slug"])
    .select((eb) => [
      eb.fn.coalesce("current.key", "tags.key").as("key"),
      eb.fn.coalesce("current.name", "tags.name").as("name"),
      eb.fn.coalesce("current.slug", "tags.slug").as("slug"),
    ]);

/** Finds a tag by its slug; a current or a former one. */
export async function findTagBySlug(db: Database, slug: string): Promise<FoundTag | undefined> {
  return withCurrentTag(db).where("tags.slug", "=", slug).executeTakeFirst();
}

type Names = { key: string; slug: string; legacy: string };
const tagsNamed = compiledQuery((db, { key, slug, legacy }: Names) =>
  withCurrentTag(db).where((eb) =>
    eb.or([eb("tags.key", "=", key), eb("tags.slug", "=", slug), eb("tags.slug", "=", legacy)]),
  ),
);

/** Finds a tag by its name, else by its slug; a current or a former one. */
export async function findTag(db: Database, nameOrSlug: string): Promise<FoundTag | undefined> {
  const key = tagKey(nameOrSlug);
  const [slug, legacy] = [nameOrSlug.normalize("NFC"), legacyName(nameOrSlug)];
  const rows = await tagsNamed(db, { key, slug, legacy });
  const bySlug = (wanted: string) => rows.find(({ found_slug }) => found_slug === wanted);
  const found = rows.find(({ found_key }) => found_key === key) ?? bySlug(slug) ?? bySlug(legacy);
  return found && { key: found.key, name: found.name, slug: found.slug };
}

const BYTES_PER_TAG = 1_000;
const tags = new ContentCache<{ tag?: FoundTag | undefined }>({
  name: "tags",
  max: 1_000,
  maxBytes: 1_000_000,
  bytesOf: () => BYTES_PER_TAG,
});

/** `findTag`, cached while the content version is the same. A miss is not cached: a draft may create the tag at any time. */
export async function findTagCached(db: Database, nameOrSlug: string, now: number): Promise<FoundTag | undefined> {
  const compute = async () => ({ tag: await findTag(db, nameOrSlug) });
  return (await tags.get(db, nameOrSlug, now, compute, ({ tag }) => tag !== undefined)).tag;
}

/** Replaces the filter `tag` of a query by the tag's key, which post_tags and post_counts store. */
export async function withTagKey<Query extends { tag?: string | undefined }>(
  db: Database,
  query: Query,
  now: number,
): Promise<Query> {
  const { tag } = query;
  if (tag === undefined) return query;
  return { ...query, tag: (await findTagCached(db, tag, now))?.key ?? tagKey(tag) };
}
