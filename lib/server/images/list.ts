import type { Database } from "#lib/server/db/tables";
import { nextCursor, parseCursor, takePage } from "#lib/server/pagination";
import { isEditor, type Viewer } from "#lib/server/viewer";
import { IMAGE_LIST_USES_MAX, type ImageListItem, type ImagesQuery } from "#lib/shared/images";
import { PAGE_DEFAULT } from "#lib/shared/params";
import { findUsesOf, noUses } from "./find-uses.ts";
import { toImage, uploader } from "./images.ts";
import { isUsed } from "./uses.ts";

/** Lists the images that the viewer has uploaded, all of them for the owner and editors, the newest first; `next` is the next cursor. */
export async function listImages(db: Database, viewer: Viewer, { after, limit = PAGE_DEFAULT, used }: ImagesQuery) {
  const list = `images ${viewer.id} ${used ?? ""}`;
  const position = await parseCursor(db, list, after);
  const rows = await db
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
    .$if(used !== undefined, (query) => query.where((eb) => (used === "true" ? isUsed(eb) : eb.not(isUsed(eb)))))
    .$if(position !== undefined, (query) =>
      query.where((eb) =>
        eb(eb.refTuple("created_at", "id"), "<", eb.tuple(Number(position?.[0]), String(position?.[1]))),
      ),
    )
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .limit(limit + 1)
    .execute();
  const { page, last } = takePage(rows, limit);
  const inUse = page.filter(({ is_used }) => is_used).map(({ id }) => id);
  const uses = await findUsesOf(db, inUse, viewer, IMAGE_LIST_USES_MAX);
  const items = page.map(
    (row): ImageListItem => ({
      ...{ ...toImage(row), isUsed: Boolean(row.is_used) },
      uses: uses.get(row.id) ?? noUses(),
    }),
  );
  return { items, next: await nextCursor(db, list, last && [last.created_at, last.id]) };
}
