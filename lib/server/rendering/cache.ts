import { executeCached } from "#lib/server/db/query-cache";
import type { Database } from "#lib/server/db/tables";
import { log } from "#lib/server/log";
import { Problem } from "#lib/server/problem";
import { cleanText } from "#lib/shared/text";
import { renderBounded, renderBusy } from "./bounded.ts";
import type { Rendering } from "./render-env.ts";

/** Which renderer this is: raised whenever the same Markdown becomes other HTML, and what is kept of older ones is made anew. */
export const RENDERER_VERSION = 5;

/** What of a post its rendering is made from. */
type Source = { id: number; version: number; content: string; author_id: string | null };

/** Keeps what a version of a post looks like, in place of what was kept before. */
export async function cacheRendering(
  db: Database,
  { id, version }: Pick<Source, "id" | "version">,
  { html, contents }: Rendering,
): Promise<void> {
  const columns = { version, renderer: RENDERER_VERSION, html, contents: JSON.stringify(contents) };
  await db
    .insertInto("renderings")
    .values({ post_id: id, ...columns })
    .onConflict((conflict) =>
      conflict.column("post_id").doUpdateSet(columns).where("renderings.version", "<=", version),
    )
    .execute();
}

/** A rendering for now: the server was too busy to render the text. It must not be cached. */
type ReadRendering = Rendering & { isTemporary?: true };

/**
 * What a post's page shows: the stored rendering or, where it is missing or another renderer's, a new one, which is stored for
 * the next reader. A database that takes no writes keeps nobody from reading.
 */
export async function getRendering(db: Database, post: Source): Promise<ReadRendering> {
  const { id, version } = post;
  const content = cleanText(post.content);
  const [kept] = await executeCached(db, "rendering", { id, version }, ({ id, version }) =>
    db
      .selectFrom("renderings")
      .select(["html", "contents"])
      .where("post_id", "=", id)
      .where("version", "=", version)
      // Also because an older one may be of any size.
      .where("renderer", "=", RENDERER_VERSION),
  );
  if (kept) return { html: kept.html, contents: JSON.parse(kept.contents) };
  try {
    const rendering = await renderBounded(content, post.author_id !== null);
    await cacheRendering(db, post, rendering).catch((error: unknown) =>
      log.warn({ err: error, post: post.id }, "a rendering could not be kept"),
    );
    return rendering;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { ...renderBusy(content), isTemporary: true };
  }
}
