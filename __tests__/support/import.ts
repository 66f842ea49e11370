import path from "node:path";
import type { Database } from "#lib/server/db/tables";
import { type ImportOptions, importSource } from "#lib/server/import/import";

export const fixture = (name: string) => path.join("__tests__/fixtures/import", name);

/** The time of the tests' imports. */
export const IMPORT_TIME = Date.UTC(2026, 0, 1);

/** Imports files, or fixtures by their names. */
export const runImport = (db: Database, source: string | string[], options: Partial<ImportOptions> = {}) =>
  importSource(db, {
    paths: [source].flat().map((name) => (path.isAbsolute(name) ? name : fixture(name))),
    ...{ authors: [], isDryRun: false, timeZone: "UTC", now: IMPORT_TIME },
    ...options,
  });

/** What a reader sees of the posts of a database, in the order of their ids. */
export async function postsIn(db: Database) {
  const rows = await db.selectFrom("posts").selectAll().orderBy("id").execute();
  return rows.map(
    ({ canonical_url, content, excerpt, excerpt_own, language, published_at, slug, status, tags, title }) => ({
      ...{ title, slug, status, tags: JSON.parse(tags) as string[], content },
      ...(excerpt_own === 1 && { excerpt }),
      ...(language !== "" && { language }),
      ...(canonical_url !== "" && { canonicalUrl: canonical_url }),
      publishedAt: published_at === null ? null : new Date(published_at).toISOString(),
    }),
  );
}

/** The paths that are redirected, each with the title of the post. */
export async function redirectsIn(db: Database): Promise<Record<string, string>> {
  const rows = await db
    .selectFrom("redirects")
    .innerJoin("posts", "posts.id", "redirects.post_id")
    .select(["path", "title"])
    .orderBy("path")
    .execute();
  return Object.fromEntries(rows.map(({ path: from, title }) => [decodeURIComponent(from), title]));
}
