import { sql } from "kysely";
import { ContentCache } from "#lib/server/content-cache";
import { executeCached } from "#lib/server/db/query-cache";
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
 * 50,000 addresses; with so few a part takes milliseconds, and the index has room for 50,000,000 ids.
 */
export const IDS_PER_SITEMAP = 1_000;

/** The part of the pages that are no posts. */
const PAGES_PART = 0;
const PAGES = ["/", "/blog", "/about", "/contact", ...DOCS_PAGES.map(({ href }) => href)];

/** The first id after `id` whose post is public; one step into an index, however many posts there are. */
async function nextId(db: Database, id: number, now: number): Promise<number | undefined> {
  const [found] = await executeCached(db, "next public id", { id, now }, ({ id, now }) =>
    db
      .selectFrom("posts")
      .select("id")
      .where("id", ">", id)
      .where((eb) => wherePublic(eb, now))
      .orderBy("id")
      .limit(sql.lit(1)),
  );
  return found?.id;
}

type Entry = { id: number; slug: string; updated_at: number };

const BYTES_PER_ENTRY = 100;
const parts = new ContentCache<number[]>({ max: 1, maxBytes: 1_000_000, bytesOf: ({ length }) => 8 * length });
/** The entries of parts, some 40 whole ones. */
const entries = new ContentCache<Entry[]>({
  max: 1_000,
  maxBytes: 8_000_000,
  bytesOf: (rows) => rows.reduce((bytes, { slug }) => bytes + BYTES_PER_ENTRY + 2 * slug.length, 0),
});

/** The parts that have something in them: the format knows no empty ones. */
function partsWithPosts(db: Database, now: number): Promise<number[]> {
  return parts.get(db, "", now, async () => {
    const found: number[] = [];
    for (
      let id = await nextId(db, 0, now);
      id !== undefined;
      id = await nextId(db, (found.at(-1) ?? 0) * IDS_PER_SITEMAP, now)
    ) {
      found.push(Math.ceil(id / IDS_PER_SITEMAP));
    }
    return found;
  });
}

/** The public posts of a part. */
function entriesOf(db: Database, part: number, now: number): Promise<Entry[]> {
  return entries.get(db, String(part), now, () =>
    db
      .selectFrom("posts")
      .select(["id", "slug", "updated_at"])
      .where("id", ">", (part - 1) * IDS_PER_SITEMAP)
      .where("id", "<=", part * IDS_PER_SITEMAP)
      .where((eb) => wherePublic(eb, now))
      .orderBy("id")
      .execute(),
  );
}

const document = (root: string, items: string[]) =>
  `${DECLARATION}<${root} ${XMLNS}>\n${items.join("\n")}\n</${root}>\n`;
const loc = (address: string) => `<loc>${escapeXml(address)}</loc>`;

/** The index: where the parts are. @param origin the site's address */
export async function sitemapIndex(db: Database, origin: string, now: number): Promise<string> {
  const all = [PAGES_PART, ...(await partsWithPosts(db, now))];
  return document(
    "sitemapindex",
    all.map((part) => `<sitemap>${loc(`${origin}/sitemap/${part}.xml`)}</sitemap>`),
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
  const posts = await entriesOf(db, part, now);
  if (posts.length === 0) return undefined;
  const items = posts.map(({ id, slug, updated_at }) => {
    const address = `${origin}/blog/${id}/${encodeURIComponent(slug)}`;
    return `<url>${loc(address)}<lastmod>${new Date(updated_at).toISOString()}</lastmod></url>`;
  });
  return document("urlset", items);
}
