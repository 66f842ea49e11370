import type { Database } from "#lib/server/db/tables";
import { loadNewest } from "#lib/server/pagination";
import { isEditor, type Viewer } from "#lib/server/viewer";
import { IMAGE_LIST_USES_MAX, type ImageListItem, type ImagesQuery } from "#lib/shared/images";
import { findUsesOf, noUses } from "./find-uses.ts";
import { toImage, uploader } from "./images.ts";
import { isUsed } from "./uses.ts";

/** Lists the images that the viewer has uploaded, all of them for the owner and editors, the newest first; `next` is the next cursor. */
export async function listImages(db: Database, viewer: Viewer, { used, ...pageQuery }: ImagesQuery) {
  const list = `images ${viewer.id} ${used ?? ""}`;
  const query = db
    .selectFrom("images")
    .selectAll()
    .select((eb) => isUsed(eb).as("is_used"))
    .$if(!isEditor(viewer), (query) =>
      query.where((eb) =>
        eb.exists(
          eb
            .selectFrom("image_uploads")
            .select("source")
            .whereRef("image_uploads.image", "=", "images.id")
            .where("account_id", "=", uploader(viewer)),
        ),
      ),
    )
    .$if(used !== undefined, (query) => query.where((eb) => (used === "true" ? isUsed(eb) : eb.not(isUsed(eb)))));
  const { next, page } = await loadNewest(db, list, { query, table: "images", time: "created_at" }, pageQuery);
  const inUse = page.filter(({ is_used }) => is_used).map(({ id }) => id);
  const uses = await findUsesOf(db, inUse, viewer, IMAGE_LIST_USES_MAX);
  const items = page.map(
    (row): ImageListItem => ({
      ...{ ...toImage(row), isUsed: Boolean(row.is_used) },
      uses: uses.get(row.id) ?? noUses(),
    }),
  );
  return { items, next };
}
