import { type Selectable, sql } from "kysely";
import { getEngine } from "#lib/server/db/engine";
import { compiledQuery } from "#lib/server/db/query-cache";
import type { Database, DatabaseTransaction, ImagesTable } from "#lib/server/db/tables";
import { Problem } from "#lib/server/problem";
import { isEditor, type Viewer } from "#lib/server/viewer";
import { imagePath, imageWidths } from "#lib/shared/image-paths";
import type { Image } from "#lib/shared/images";

export type ImageRow = Selectable<ImagesTable>;

/** An image as the API returns it. */
export function toImage({ bytes, created_at, height, id, is_animated, width }: ImageRow): Image {
  return {
    id,
    url: imagePath(id, width),
    width,
    height,
    isAnimated: is_animated === 1,
    variants: imageWidths(width).map((one) => ({ url: imagePath(id, one), width: one })),
    bytes: Number(bytes),
    createdAt: new Date(created_at).toISOString(),
  };
}

/** The account that an upload belongs to, as it is stored: empty for one without an account. */
export const uploader = ({ account }: Pick<Viewer, "account">) => account?.id ?? "";

export const imageNotFound = () => new Problem("not-found", { title: "Image not found" });

const imageById = compiledQuery((db, { id }: { id: string }, isTransaction: boolean) =>
  db
    .selectFrom("images")
    .selectAll()
    .where("id", "=", id)
    .modifyEnd(isTransaction ? getEngine(db).imageLock : sql``),
);

/** Finds an image; within a transaction its row is locked. */
export async function findImage(db: Database, id: string): Promise<ImageRow | undefined> {
  const [image] = await imageById(db, { id }, db.isTransaction);
  return image;
}

/**
 * Finds the image that a field names. In a transaction its row is locked, so that it stays until what uses it is committed.
 * @throws {Problem} 400 if there is none
 */
export async function requireStoredImage(db: Database, field: string, id: string): Promise<ImageRow> {
  const found = await findImage(db, id);
  if (found) return found;
  const error = `Image ${id} does not exist; upload it by POST /api/images first`;
  throw new Problem("validation", { fields: { [field]: [error] } });
}

/** Whether the viewer has uploaded the image, or may edit everything. */
export async function hasImage(db: Database, id: string, viewer: Viewer): Promise<boolean> {
  if (isEditor(viewer)) return true;
  const upload = await db
    .selectFrom("image_uploads")
    .select("source")
    .where("image", "=", id)
    .where("account_id", "=", uploader(viewer))
    .executeTakeFirst();
  return upload !== undefined;
}

/** Loads an image of the viewer's library. @throws {Problem} 404 */
export async function requireOwnImage(
  db: Database | DatabaseTransaction,
  id: string,
  viewer: Viewer,
): Promise<ImageRow> {
  const image = await findImage(db, id);
  if (image && (await hasImage(db, id, viewer))) return image;
  throw imageNotFound();
}
