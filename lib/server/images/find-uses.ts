import type { Database } from "#lib/server/db/tables";
import { whereEditable } from "#lib/server/posts/rules";
import type { Viewer } from "#lib/server/viewer";
import { IMAGE_USES_MAX, type ImageUses } from "#lib/shared/images";
import { cleanText } from "#lib/shared/text";
import { uploader } from "./images.ts";

type Use = { id: number; title: string; trashed_at: number | null; version: number; last: number };

function toUse({ id, last, title, trashed_at, version }: Use): ImageUses["posts"][number] {
  const kind = trashed_at !== null ? "trash" : Number(last) < version ? "revision" : "post";
  return { id: String(id), title: cleanText(title), in: kind };
}

export const noUses = (): ImageUses => ({ posts: [], morePosts: 0, autosaves: 0, pages: [], others: 0 });

/** The posts of any author whose revisions use the images, once for each image. */
const postsUsing = (db: Database, images: string[]) =>
  db
    .selectFrom("revision_images")
    .innerJoin("posts", "posts.id", "revision_images.post_id")
    .where("image", "in", images)
    .select(["image", "posts.id", "posts.title", "posts.trashed_at", "posts.version", "posts.author_id"])
    .select((eb) => eb.fn.max("revision_images.version").as("last"))
    .groupBy(["image", "posts.id"]);

/**
 * Finds where images are used, in as many statements for many as for one. Posts, autosaves and profiles of others are counted only.
 * @param max how many posts are named for each image
 */
export async function findUsesOf(
  db: Database,
  images: string[],
  viewer: Viewer,
  max: number,
): Promise<Map<string, ImageUses>> {
  const uses = new Map(images.map((image) => [image, noUses()]));
  const add = (image: string, change: (uses: ImageUses) => void) => {
    const found = uses.get(image);
    if (found) change(found);
  };
  if (images.length === 0) return uses;

  const editable = db
    .selectFrom(
      postsUsing(db, images)
        .where((eb) => whereEditable(eb as never, viewer))
        .as("used"),
    )
    .selectAll()
    .select((eb) => [
      eb.fn
        .countAll<number>()
        .over((over) => over.partitionBy("image"))
        .as("total"),
      eb.fn
        .agg<number>("row_number")
        .over((over) => over.partitionBy("image").orderBy("id", "desc"))
        .as("place"),
    ]);
  const named = await db
    .selectFrom(editable.as("ranked"))
    .selectAll()
    .where("place", "<=", max)
    .orderBy("id", "desc")
    .execute();
  for (const { image, total, ...row } of named) {
    add(image, (found) => {
      found.posts.push(toUse(row));
      found.morePosts = Number(total) - found.posts.length;
      found.others = -Number(total);
    });
  }

  const all = await db
    .selectFrom("revision_images")
    .select("image")
    .select((eb) => eb.fn.count<number>("post_id").distinct().as("count"))
    .where("image", "in", images)
    .groupBy("image")
    .execute();
  for (const { count, image } of all) {
    add(image, (found) => {
      found.others += Number(count);
    });
  }

  const autosaves = await db
    .selectFrom("autosave_images")
    .select(["image", "account_id"])
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("image", "in", images)
    .groupBy(["image", "account_id"])
    .execute();
  for (const { account_id, count, image } of autosaves) {
    add(image, (found) => {
      found[account_id === uploader(viewer) ? "autosaves" : "others"] += Number(count);
    });
  }

  const pages = await db
    .selectFrom("site_text_images")
    .select(["image", "name"])
    .where("image", "in", images)
    .execute();
  for (const { image, name } of pages) add(image, (found) => found.pages.push(name));

  const profiles = await db
    .selectFrom("account_images")
    .select(["image", "account_id"])
    .where("image", "in", images)
    .execute();
  for (const { account_id, image } of profiles) {
    add(image, (found) => {
      if (account_id === uploader(viewer)) found.pages.push("profile");
      else found.others += 1;
    });
  }
  return uses;
}

/** Finds where an image is used. */
export async function findUses(db: Database, image: string, viewer: Viewer): Promise<ImageUses> {
  return (await findUsesOf(db, [image], viewer, IMAGE_USES_MAX)).get(image) ?? noUses();
}
