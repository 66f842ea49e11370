import { ContentCache } from "#lib/server/content-cache";
import { compiledQuery } from "#lib/server/db/query-cache";
import type { Database } from "#lib/server/db/tables";
import { tagKey } from "#lib/shared/tag-names";
import type { TagRow } from "./resolve.ts";

/** A tag as filters use it. */
export type FoundTag = Pick<TagRow, "key" | "name" | "slug">;

/** The form that tags were stored in by earlier versions, which normalized filters to it: `Café Noir` is `cafe-noir`. */
function formerName(tag: string): string {
  const plain = tag.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return plain
    .replace(/[\s_-]+/g, "-")
    .replace(/^-|-$/g, "")
    .normalize("NFC");
}

/** Rows of tags, each with the tag that it stands for today. */
const tagsToday = (db: Database) =>
  db
    .selectFrom("tags")
    .leftJoin("tags as today", "today.key", "tags.target")
    .select(["tags.key as found_key", "tags.slug as found_slug"])
    .select((eb) => [
      eb.fn.coalesce("today.key", "tags.key").as("key"),
      eb.fn.coalesce("today.name", "tags.name").as("name"),
      eb.fn.coalesce("today.slug", "tags.slug").as("slug"),
    ]);

/** Finds a tag by its slug; today's or a former one. */
export async function findTagBySlug(db: Database, slug: string): Promise<FoundTag | undefined> {
  return tagsToday(db).where("tags.slug", "=", slug).executeTakeFirst();
}

type Names = { key: string; slug: string; formerly: string };
const tagsNamed = compiledQuery((db, { key, slug, formerly }: Names) =>
  tagsToday(db).where((eb) =>
    eb.or([eb("tags.key", "=", key), eb("tags.slug", "=", slug), eb("tags.slug", "=", formerly)]),
  ),
);

/** Finds a tag by its name, else by its slug; today's or a former one. */
export async function findTag(db: Database, nameOrSlug: string): Promise<FoundTag | undefined> {
  const key = tagKey(nameOrSlug);
  const [slug, formerly] = [nameOrSlug.normalize("NFC"), formerName(nameOrSlug)];
  const rows = await tagsNamed(db, { key, slug, formerly });
  const bySlug = (wanted: string) => rows.find(({ found_slug }) => found_slug === wanted);
  const found = rows.find(({ found_key }) => found_key === key) ?? bySlug(slug) ?? bySlug(formerly);
  return found && { key: found.key, name: found.name, slug: found.slug };
}

const BYTES_PER_TAG = 1_000;
const tags = new ContentCache<{ tag?: FoundTag | undefined }>({
  max: 1_000,
  maxBytes: 1_000_000,
  bytesOf: () => BYTES_PER_TAG,
});

/** The same, cached while the content version stands. A tag that is not found may be created with a draft at any time. */
export async function findTagCached(db: Database, nameOrSlug: string, now: number): Promise<FoundTag | undefined> {
  const compute = async () => ({ tag: await findTag(db, nameOrSlug) });
  return (await tags.get(db, nameOrSlug, now, compute, ({ tag }) => tag !== undefined)).tag;
}

/** A query whose filter is the tag's key, by which post_tags and post_counts store it. */
export async function withTagKey<Query extends { tag?: string | undefined }>(
  db: Database,
  query: Query,
  now: number,
): Promise<Query> {
  const { tag } = query;
  if (tag === undefined) return query;
  return { ...query, tag: (await findTagCached(db, tag, now))?.key ?? tagKey(tag) };
}
