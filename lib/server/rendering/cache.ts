import { compiledQuery } from "#lib/server/db/query-cache";
import type { Database } from "#lib/server/db/tables";
import { log } from "#lib/server/log";
import type { PostRow } from "#lib/server/posts/row";
import { Problem } from "#lib/server/problem";
import { cleanText } from "#lib/shared/text";
import { renderBounded, renderBusy } from "./bounded.ts";
import type { Rendering } from "./render-env.ts";

/** Version of the renderer. Raise it when the output for the same Markdown changes: older stored renderings become stale. */
export const RENDERER_VERSION = 7;

/** The fields of a post that its rendering depends on. */
type Source = Pick<PostRow, "id" | "version" | "content" | "author_id" | "direction">;

/** The row that stores the rendering of a post's version. */
export const renderingRow = ({ id, version }: Pick<Source, "id" | "version">, { html, contents }: Rendering) => ({
  post_id: id,
  version,
  renderer: RENDERER_VERSION,
  html,
  contents: JSON.stringify(contents),
});

/** The statement that stores a rendering; replaces that of an older version. */
export const renderingStatement = (db: Database, row: ReturnType<typeof renderingRow>) =>
  db
    .insertInto("renderings")
    .values(row)
    .onConflict((conflict) =>
      conflict
        .column("post_id")
        .doUpdateSet((eb) => ({
          version: eb.ref("excluded.version"),
          renderer: eb.ref("excluded.renderer"),
          html: eb.ref("excluded.html"),
          contents: eb.ref("excluded.contents"),
        }))
        .whereRef("renderings.version", "<=", "excluded.version"),
    );

/** The statement after which the stored rendering of the version `before` is that of a later version. */
export const retainingStatement = (
  db: Database,
  { before, id, version }: Pick<Source, "id" | "version"> & { before: number },
) => db.updateTable("renderings").set({ version }).where("post_id", "=", id).where("version", "=", before);

const findRendering = compiledQuery((db, { id, version }: Pick<Source, "id" | "version">) =>
  db
    .selectFrom("renderings")
    .select(["html", "contents"])
    .where("post_id", "=", id)
    .where("version", "=", version)
    // Older renderers had no limit on size.
    .where("renderer", "=", RENDERER_VERSION),
);

/** `isTemporary`: the server was too busy to render the text. Such a rendering must not be cached. */
type ReadRendering = Rendering & { isTemporary?: true };

/** A rendering as it is stored; null where there is none. */
type StoredRendering = { html: string | null; contents: string | null };

/**
 * Gets the stored rendering of a post, or renders it and stores the result if that is missing or stale. Works on a read-only
 * database.
 * @param read the stored one of this version and renderer, where it is read already
 */
export async function getRendering(db: Database, post: Source, read?: StoredRendering): Promise<ReadRendering> {
  const { id, version } = post;
  const content = cleanText(post.content);
  const stored = read ?? (await findRendering(db, { id, version }))[0];
  if (stored?.html != null && stored.contents !== null)
    return { html: stored.html, contents: JSON.parse(stored.contents) };
  try {
    const rendering = await renderBounded(content, post.author_id !== null, post.direction);
    await renderingStatement(db, renderingRow(post, rendering))
      .execute()
      .catch((error: unknown) => log.warn({ err: error, post: post.id }, "rendering not stored"));
    return rendering;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { ...renderBusy(content), isTemporary: true };
  }
}
