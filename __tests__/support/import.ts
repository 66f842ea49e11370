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

/** The width of each stored image in place of its path, which depends on the encoder. */
async function withoutIds(db: Database): Promise<(content: string) => string> {
  const stored = await db.selectFrom("images").select(["id", "width"]).execute();
  const widths = new Map(stored.map(({ id, width }) => [id, width]));
  return (content) =>
    content.replace(/(?:\/images\/)?([\da-f]{64})(?:-\d+\.webp)?/g, (_, id: string) => `#${widths.get(id)}`);
}

/** What a reader sees of the posts of a database, in the order of their ids. Of images, the width is shown. */
export async function postsIn(db: Database) {
  const rows = await db.selectFrom("posts").selectAll().orderBy("id").execute();
  const replaced = await withoutIds(db);
  return rows.map((row) => {
    const { canonical_url, content, cover, excerpt, excerpt_own, language, published_at, slug, status, tags, title } =
      row;
    const { alt, image } = JSON.parse(cover || "{}") as { image?: string; alt?: string };
    return {
      ...{ title, slug, status, tags: JSON.parse(tags) as string[], content: replaced(content) },
      ...(excerpt_own === 1 && { excerpt }),
      ...(language !== "" && { language }),
      ...(canonical_url !== "" && { canonicalUrl: canonical_url }),
      ...(image !== undefined && { cover: `![${alt}](${replaced(image)})` }),
      publishedAt: published_at === null ? null : new Date(published_at).toISOString(),
    };
  });
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
