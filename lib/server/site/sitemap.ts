import type { Database } from "#lib/server/db/tables";
import { escapeXml } from "#lib/server/feeds/xml-text";
import { wherePublic } from "#lib/server/posts/rules";
import { DOCS_PAGES } from "#lib/shared/docs";

/** sitemaps.org, protocol 0.9. */
const XMLNS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"';
const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

/**
 * A part has room for so many ids: part n is for those from (n - 1) × PART_IDS + 1 to n × PART_IDS, whatever has become of
 * their posts, so that no part changes when another post is made, and none has to be counted out. The format allows
 * 50,000 addresses and 50 MB; with the longest titles that there can be, 50,000 of ours would be more.
 */
export const PART_IDS = 10_000;

/** The part of the pages that are no posts. */
const PAGES_PART = 0;
const PAGES = ["/", "/blog", "/about", "/contact", ...DOCS_PAGES.map(({ href }) => href)];

/** The first id after `id` whose post is public; one step into an index, however many posts there are. */
async function nextId(db: Database, id: number, now: number): Promise<number | undefined> {
  const found = await db
    .selectFrom("posts")
    .select("id")
    .where("id", ">", id)
    .where((eb) => wherePublic(eb, now))
    .orderBy("id")
    .limit(1)
    .executeTakeFirst();
  return found?.id;
}

/** The parts that have something in them: the format knows no empty ones. */
async function partsWithPosts(db: Database, now: number): Promise<number[]> {
  const parts: number[] = [];
  for (
    let id = await nextId(db, 0, now);
    id !== undefined;
    id = await nextId(db, (parts.at(-1) ?? 0) * PART_IDS, now)
  ) {
    parts.push(Math.ceil(id / PART_IDS));
  }
  return parts;
}

const document = (root: string, items: string[]) =>
  `${DECLARATION}<${root} ${XMLNS}>\n${items.join("\n")}\n</${root}>\n`;
const loc = (address: string) => `<loc>${escapeXml(address)}</loc>`;

/** The index: where the parts are. @param origin the site's address */
export async function sitemapIndex(db: Database, origin: string, now: number): Promise<string> {
  const parts = [PAGES_PART, ...(await partsWithPosts(db, now))];
  return document(
    "sitemapindex",
    parts.map((part) => `<sitemap>${loc(`${origin}/sitemap/${part}.xml`)}</sitemap>`),
  );
}

/** A part of the sitemap; undefined where there is nothing in it. */
export async function sitemapPart(
  db: Database,
  origin: string,
  part: number,
  now: number,
): Promise<string | undefined> {
  if (part === PAGES_PART) {
    return document(
      "urlset",
      PAGES.map((path) => `<url>${loc(origin + path)}</url>`),
    );
  }
  const posts = await db
    .selectFrom("posts")
    .select(["id", "slug", "updated_at"])
    .where("id", ">", (part - 1) * PART_IDS)
    .where("id", "<=", part * PART_IDS)
    .where((eb) => wherePublic(eb, now))
    .orderBy("id")
    .execute();
  if (posts.length === 0) return undefined;
  const items = posts.map(({ id, slug, updated_at }) => {
    const address = `${origin}/blog/${id}/${encodeURIComponent(slug)}`;
    return `<url>${loc(address)}<lastmod>${new Date(updated_at).toISOString()}</lastmod></url>`;
  });
  return document("urlset", items);
}
