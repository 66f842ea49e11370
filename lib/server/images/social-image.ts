import { createHash } from "node:crypto";
import type { Database } from "#lib/server/db/tables";
import { log } from "#lib/server/log";
import type { PostRow } from "#lib/server/posts/row";
import { Problem } from "#lib/server/problem";
import { accentColours } from "#lib/server/site/accent";
import { siteSettings } from "#lib/server/site/site";
import { usualImagePath, usualWidth } from "#lib/shared/image-paths";
import type { Post } from "#lib/shared/posts";
import { type SocialImage, type SocialImageTexts, socialImageTexts } from "#lib/shared/social-image";
import { imageProcess } from "./image-process.ts";

/** Version of the drawing. Raise it when the same texts are drawn differently. */
const DRAWING_VERSION = 1;
const [WIDTH, HEIGHT] = [1_200, 630];
const HASH_LENGTH = 16;
const NAME = /^post-([1-9]\d{0,14})-([\da-f]{16})\.png$/;
/** The Retry-After header while too many images wait, in seconds. */
const RETRY_AFTER = "10";

type Source = Pick<Post, "id" | "title" | "author">;

/** The texts of a post's social image, and the accent of the site if it has one; undefined where the font lacks a letter of its title. */
async function textsOf({ author, title }: Pick<Source, "title" | "author">): Promise<SocialImageTexts | undefined> {
  const site = await siteSettings();
  const texts = socialImageTexts({ title, author: author?.name ?? "", site: site.title });
  return texts && site.accent ? { ...texts, accent: accentColours(site.accent).light } : texts;
}

const hashOf = (texts: object) =>
  createHash("sha256")
    .update(JSON.stringify([DRAWING_VERSION, texts]))
    .digest("hex")
    .slice(0, HASH_LENGTH);

/** The social image of a post: its cover, or else one that is drawn; undefined for that of the site. */
export async function socialImage(post: Source & Pick<Post, "cover">): Promise<SocialImage | undefined> {
  const { cover, id, title } = post;
  if (cover) {
    const width = usualWidth(cover.width);
    const height = Math.max(1, Math.round((cover.height * width) / cover.width));
    return { path: usualImagePath(cover.image, cover.width), width, height, alt: cover.alt || title };
  }
  const texts = await textsOf(post);
  return texts && { path: `/images/post-${id}-${hashOf(texts)}.png`, width: WIDTH, height: HEIGHT, alt: title };
}

/** The id of the post and the hash in the name of a drawn social image; undefined for other names. */
export function parseSocialImageName(name: string): { id: string; hash: string } | undefined {
  const [, id, hash] = NAME.exec(name) ?? [];
  return id && hash ? { id, hash } : undefined;
}

const notFound = () => new Problem("not-found", { title: "Image not found" });

/**
 * The social image of a post as PNG, drawn once and then stored.
 * @param hash that of the present texts
 * @throws {Problem} 404 for a hash of other texts, 429 while too many images wait
 */
export async function readSocialImage(db: Database, row: PostRow, post: Source, hash: string): Promise<Buffer> {
  const texts = await textsOf(post);
  if (!texts || hashOf(texts) !== hash) throw notFound();
  const stored = await db
    .selectFrom("social_images")
    .select(["hash", "png"])
    .where("post_id", "=", row.id)
    .executeTakeFirst();
  if (stored?.hash === hash) return Buffer.from(stored.png, "base64");
  const outcome = await imageProcess().run("drawSocialImage", texts);
  if (!("result" in outcome)) {
    throw new Problem("too-many-requests", {
      title: "Too many images are being processed at the moment; try again in a few seconds",
      headers: { "Retry-After": RETRY_AFTER },
    });
  }
  const png = outcome.result;
  await db
    .insertInto("social_images")
    .values({ post_id: row.id, hash, png })
    .onConflict((conflict) => conflict.column("post_id").doUpdateSet({ hash, png }))
    .execute()
    // A cache: the database may be read-only.
    .catch((error: unknown) => log.warn({ err: error, post: row.id }, "social image not stored"));
  return Buffer.from(png, "base64");
}
