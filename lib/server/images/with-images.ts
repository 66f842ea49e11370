import { LRUCache } from "lru-cache";
import type { Database } from "#lib/server/db/tables";
import { perDatabase } from "#lib/server/memoize";
import type { Cover } from "#lib/shared/cover";
import { imageSrcset, imageWidths, usualImagePath } from "#lib/shared/image-paths";
import type { Post } from "#lib/shared/posts";

/** The width of the text's column: `sheet` in styles/globals.css. */
const TEXT_SIZES = "(min-width: 52rem) 38rem, 100vw";

/** An image as the renderer writes it: every `<`, `>` and `"` in its attributes is escaped. */
const IMG = /<img [^>]*>/g;
const STORED = / src="\/images\/([\da-f]{64})-\d{1,4}\.webp(?:#[^"]*)?"/;
const EVERY_STORED = new RegExp(STORED, "g");

type Size = { width: number; height: number };

/** Sizes never change. An image that was deleted may stay here: nothing used it. */
const sizesOf = perDatabase(() => new LRUCache<string, Size>({ max: 5_000 }));

/** The sizes of images; those that do not exist are left out. */
export async function imageSizes(db: Database, ids: string[]): Promise<Map<string, Size>> {
  const cached = sizesOf(db);
  const found = new Map<string, Size>();
  const missing: string[] = [];
  for (const id of new Set(ids)) {
    const size = cached.get(id);
    if (size) found.set(id, size);
    else missing.push(id);
  }
  if (missing.length === 0) return found;
  const rows = await db.selectFrom("images").select(["id", "width", "height"]).where("id", "in", missing).execute();
  for (const { id, ...size } of rows) {
    cached.set(id, size);
    found.set(id, size);
  }
  return found;
}

/** A cover with what a page needs to show it; null where there is no such image. */
export async function showCover(db: Database, cover: Cover | null): Promise<Post["cover"]> {
  if (!cover) return null;
  const size = (await imageSizes(db, [cover.image])).get(cover.image);
  return size ? { ...cover, url: usualImagePath(cover.image, size.width), ...size } : null;
}

function pixels(tag: string, name: "width" | "height"): number | undefined {
  const [, digits] = new RegExp(` ${name}="(\\d+)"`).exec(tag) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

/** The size to show an image in: the author's, completed in proportion; undefined for a width in per cent. */
function shownSize(tag: string, size: Size): Size | undefined {
  const [width, height] = [pixels(tag, "width"), pixels(tag, "height")];
  if (width && height) return { width, height };
  if (width) return { width, height: Math.max(1, Math.round((width * size.height) / size.width)) };
  if (height) return { width: Math.max(1, Math.round((height * size.width) / size.height)), height };
  return / (?:width|height)="/.test(tag) ? undefined : size;
}

function withSize(tag: string, id: string, size: Size): string {
  const shown = shownSize(tag, size);
  const isNarrowed = shown !== undefined && shown.width !== size.width;
  const sizes = isNarrowed ? `${shown.width}px` : TEXT_SIZES;
  const srcset = imageWidths(size.width).length > 1 ? ` srcset="${imageSrcset(id, size.width)}" sizes="${sizes}"` : "";
  const dimensions = shown ? ` width="${shown.width}" height="${shown.height}"` : "";
  const bare = shown ? tag.replaceAll(/ (?:width|height)="[^"]*"/g, "") : tag;
  return bare.replace(STORED, ` src="${usualImagePath(id, size.width)}"${srcset}${dimensions}`);
}

/**
 * Adds the sizes and files of this site's images to rendered HTML, so that nothing moves when they load and each reader loads
 * the one that fits. An image of a later upload gets them too.
 * @param html HTML from our renderer
 */
export async function withImages(db: Database, html: string): Promise<string> {
  const ids = Array.from(html.matchAll(EVERY_STORED), ([, id = ""]) => id);
  if (ids.length === 0) return html;
  const sizes = await imageSizes(db, ids);
  return html.replace(IMG, (tag) => {
    const [, id = ""] = STORED.exec(tag) ?? [];
    const size = sizes.get(id);
    return size ? withSize(tag, id, size) : tag;
  });
}

/** The same for a page, whose first image is loaded at once: it is often what readers see first. */
export async function withPageImages(db: Database, html: string): Promise<string> {
  let isFirst = true;
  const eager = html.replace(IMG, (tag) => {
    if (!isFirst) return tag;
    isFirst = false;
    return tag.replace(' loading="lazy"', "");
  });
  return withImages(db, eager);
}
