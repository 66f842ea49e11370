import { sql } from "kysely";
import { ContentCache } from "#lib/server/content-cache";
import type { Database } from "#lib/server/db/tables";
import { wherePublic } from "#lib/server/posts/rules";
import { Problem } from "#lib/server/problem";
import type { Post } from "#lib/shared/posts";
import { type Profile, toProfiles } from "./profile.ts";

/** An author, as their page and their feed show them. */
export type Author = Profile & { id: string };

/** The public posts of an account, for a query on accounts. */
const publicPosts = (db: Database, now: number) =>
  db
    .selectFrom("posts")
    .select("posts.id")
    .where((eb) => wherePublic(eb, now))
    .where("author_id", "=", sql<string>`${sql.ref("accounts.id")}`);

/** Finds the author whose page has a slug: a user, or one who was deleted and has public posts. */
export async function findAuthor(db: Database, slug: string, now: number): Promise<Author | undefined> {
  const row = await db
    .selectFrom("accounts")
    .select(["id", "name", "slug", "bio", "image", "links"])
    .where("slug", "=", slug.normalize("NFC"))
    .where((eb) => eb.or([eb("deleted_at", "is", null), eb.exists(publicPosts(db, now))]))
    .executeTakeFirst();
  const [profile] = row ? await toProfiles(db, [row]) : [];
  return row && profile && { id: row.id, ...profile };
}

/** The same. @throws {Problem} 404 */
export async function requireAuthor(db: Database, slug: string, now: number): Promise<Author> {
  const author = await findAuthor(db, slug, now);
  if (author) return author;
  throw new Problem("not-found", { title: "Author not found" });
}

/** Whether the author of a post has a page. A deleted user has one while a post of theirs is public. */
export const hasAuthorPage = async (db: Database, { author }: Pick<Post, "author">, now: number): Promise<boolean> =>
  author !== null && (await findAuthor(db, author.slug, now)) !== undefined;

/** The most authors of a list: a sitemap may have 50,000 URLs. */
const AUTHORS_MAX = 40_000;
const slugs = new ContentCache<string[]>({
  name: "authors",
  max: 1,
  maxBytes: 8_000_000,
  bytesOf: (all) => all.reduce((bytes, slug) => bytes + 2 * slug.length, 0),
});

/** The slugs of authors that have public posts. */
export const listAuthorSlugs = (db: Database, now: number): Promise<string[]> =>
  slugs.get(db, "", now, async () => {
    const rows = await db
      .selectFrom("accounts")
      .select("slug")
      .where((eb) => eb.exists(publicPosts(db, now)))
      .orderBy("slug")
      .limit(AUTHORS_MAX)
      .execute();
    return rows.map(({ slug }) => slug);
  });
