import type { Database } from "#lib/server/db/tables";
import { whereEditable } from "#lib/server/posts/rules";
import type { Viewer } from "#lib/server/viewer";
import { IMAGE_USES_MAX, type ImageUses } from "#lib/shared/images";
import { cleanText } from "#lib/shared/text";
import { uploader } from "./images.ts";

type Use = { id: number; title: string; trashed_at: number | null; version: number; last: number };

function toUse({ id, last, title, trashed_at, version }: Use): ImageUses["posts"][number] {
  const kind = last < version ? "revision" : trashed_at === null ? "post" : "trash";
  return { id: String(id), title: cleanText(title), in: kind };
}

/** Finds where an image is used. Posts and autosaves of others are counted only. */
export async function findUses(db: Database, image: string, viewer: Viewer): Promise<ImageUses> {
  const posts = db
    .selectFrom("revision_images")
    .innerJoin("posts", "posts.id", "revision_images.post_id")
    .where("image", "=", image)
    .groupBy("posts.id");
  const own = await posts
    .select(["posts.id", "posts.title", "posts.trashed_at", "posts.version"])
    .select((eb) => eb.fn.max("revision_images.version").as("last"))
    .where((eb) => whereEditable(eb as never, viewer))
    .orderBy("posts.id", "desc")
    .limit(IMAGE_USES_MAX)
    .execute();
  const countPosts = (query: typeof posts) =>
    db
      .selectFrom(query.select("posts.id").as("used"))
      .select((eb) => eb.fn.countAll<number>().as("count"))
      .executeTakeFirstOrThrow();
  const all = Number((await countPosts(posts)).count);
  const editable = Number((await countPosts(posts.where((eb) => whereEditable(eb as never, viewer)))).count);
  const autosaves = await db
    .selectFrom("autosave_images")
    .select("account_id")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("image", "=", image)
    .groupBy("account_id")
    .execute();
  const sum = (rows: typeof autosaves) => rows.reduce((total, { count }) => total + Number(count), 0);
  const mine = autosaves.filter(({ account_id }) => account_id === uploader(viewer));
  const pages = await db.selectFrom("site_text_images").select("name").where("image", "=", image).execute();
  return {
    posts: own.map((row) => toUse({ ...row, last: Number(row.last) })),
    autosaves: sum(mine),
    pages: pages.map(({ name }) => name),
    others: all - editable + sum(autosaves) - sum(mine),
  };
}
