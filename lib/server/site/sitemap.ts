import { type ExpressionBuilder, sql } from "kysely";
import { ContentCache } from "#lib/server/content-cache";
import { compiledQuery } from "#lib/server/db/query-cache";
import type { Database, Tables } from "#lib/server/db/tables";
import { escapeXml } from "#lib/server/feeds/xml-text";
import { wherePublic } from "#lib/server/posts/rules";
import { listAuthorSlugs } from "#lib/server/users/author";
import { DOCS_PAGES } from "#lib/shared/docs";
import { authorPagePath, postPagePath } from "#lib/shared/paths";

/** sitemaps.org, protocol 0.9. */
const XMLNS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"';
const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

/**
 * Ids per sitemap: sitemap n covers the ids from (n - 1) × IDS_PER_SITEMAP + 1 to n × IDS_PER_SITEMAP, including deleted
 * posts, so that no sitemap changes when a post is added elsewhere, and none needs counting. The format allows 50,000 URLs
 * per file; with 1,000 a sitemap takes milliseconds, and the index has room for 50,000,000 ids.
 */
export const IDS_PER_SITEMAP = 1_000;

/** The sitemap of the pages that are not posts. */
const PAGES_PART = 0;
const PAGES = ["/", "/blog", "/about", "/contact", ...DOCS_PAGES.map(({ href }) => href)];

/** Whether a sitemap lists the post: it is public, and belongs here and not to its canonical URL elsewhere. */
const isListed = (eb: ExpressionBuilder<Tables, "posts">, now: number) =>
  eb.and([wherePublic(eb, now), eb("posts.canonical_url", "=", sql.lit(""))]);

/** The first id after `id` of a post that a sitemap lists; one index lookup. */
const nextId = compiledQuery((db, { id, now }: { id: number; now: number }) =>
  db
    .selectFrom("posts")
    .select("id")
    .where("id", ">", id)
    .where((eb) => isListed(eb, now))
    .orderBy("id")
    .limit(sql.lit(1)),
);

type Entry = { id: number; slug: string; updated_at: number };

const BYTES_PER_ENTRY = 100;
const parts = new ContentCache<number[]>({
  name: "sitemaps",
  max: 1,
  maxBytes: 1_000_000,
  bytesOf: ({ length }) => 8 * length,
});
/** Entries by sitemap; room for about 40 full ones. */
const entries = new ContentCache<Entry[]>({
  name: "sitemap entries",
  max: 1_000,
  maxBytes: 8_000_000,
  bytesOf: (rows) => rows.reduce((bytes, { slug }) => bytes + BYTES_PER_ENTRY + 2 * slug.length, 0),
});

/** The sitemaps that are not empty; the format does not allow empty ones. */
function partsWithPosts(db: Database, now: number): Promise<number[]> {
  return parts.get(db, "", now, async () => {
    const found: number[] = [];
    for (;;) {
      const [next] = await nextId(db, { id: (found.at(-1) ?? 0) * IDS_PER_SITEMAP, now });
      if (!next) return found;
      found.push(Math.ceil(next.id / IDS_PER_SITEMAP));
    }
  });
}

/** The posts of a sitemap. */
function entriesOf(db: Database, part: number, now: number): Promise<Entry[]> {
  return entries.get(db, String(part), now, () =>
    db
      .selectFrom("posts")
      .select(["id", "slug", "updated_at"])
      .where("id", ">", (part - 1) * IDS_PER_SITEMAP)
      .where("id", "<=", part * IDS_PER_SITEMAP)
      .where((eb) => isListed(eb, now))
      .orderBy("id")
      .execute(),
  );
}

const document = (root: string, items: string[]) =>
  `${DECLARATION}<${root} ${XMLNS}>\n${items.join("\n")}\n</${root}>\n`;
const loc = (url: string) => `<loc>${escapeXml(url)}</loc>`;

/** Renders the sitemap index. @param origin the origin of the site's URLs */
export async function sitemapIndex(db: Database, origin: string, now: number): Promise<string> {
  const all = [PAGES_PART, ...(await partsWithPosts(db, now))];
  return document(
    "sitemapindex",
    all.map((part) => `<sitemap>${loc(`${origin}/sitemap/${part}.xml`)}</sitemap>`),
  );
}

/** Renders one sitemap; undefined if it is empty. */
export async function sitemapPart(
  db: Database,
  origin: string,
  part: number,
  now: number,
): Promise<string | undefined> {
  if (part === PAGES_PART) {
    const authors = (await listAuthorSlugs(db, now)).map((slug) => authorPagePath({ slug }));
    return document(
      "urlset",
      [...PAGES, ...authors].map((path) => `<url>${loc(origin + path)}</url>`),
    );
  }
  const posts = await entriesOf(db, part, now);
  if (posts.length === 0) return undefined;
  const items = posts.map(({ id, slug, updated_at }) => {
    const url = origin + postPagePath({ id: String(id), slug });
    return `<url>${loc(url)}<lastmod>${new Date(updated_at).toISOString()}</lastmod></url>`;
  });
  return document("urlset", items);
}
