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

/**
 * Gets the stored rendering of a post, or renders it and stores the result if that is missing or stale. Works on a read-only
 * database.
 */
export async function getRendering(db: Database, post: Source): Promise<ReadRendering> {
  const { id, version } = post;
  const content = cleanText(post.content);
  const [cached] = await findRendering(db, { id, version });
  if (cached) return { html: cached.html, contents: JSON.parse(cached.contents) };
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
