import { executeCompiled } from "#lib/server/db/compiled";
import type { Database } from "#lib/server/db/tables";
import { log } from "#lib/server/log";
import { cleanText } from "#lib/shared/text";
import type { Rendering } from "./render.ts";

/** Which renderer this is: raised whenever the same Markdown becomes other HTML, and what is kept of older ones is made anew. */
export const RENDERER = 4;

/** What of a post its rendering is made from. */
type Source = { id: number; version: number; content: string; author_id: string | null };

/** Markdown, colours and sanitiser are loaded by who saves a post; whoever reads one does not wait for them. */
export async function render({ content, author_id }: Pick<Source, "content" | "author_id">): Promise<Rendering> {
  const { renderPost } = await import("./render.ts");
  return renderPost(cleanText(content), { isSigned: author_id !== null });
}

/** Keeps what a version of a post looks like, in place of what was kept before. */
export async function keepRendering(
  db: Database,
  { id, version }: Pick<Source, "id" | "version">,
  { html, contents }: Rendering,
): Promise<void> {
  const columns = { version, renderer: RENDERER, html, contents: JSON.stringify(contents) };
  await db
    .insertInto("renderings")
    .values({ post_id: id, ...columns })
    .onConflict((conflict) =>
      conflict.column("post_id").doUpdateSet(columns).where("renderings.version", "<=", version),
    )
    .execute();
}

/**
 * What a post's page shows: as it was kept, or, where it is missing or another renderer's, made now and kept for the next
 * reader. A database that takes no writes keeps nobody from reading.
 */
export async function renderingOf(db: Database, post: Source): Promise<Rendering> {
  const { id, version } = post;
  const [kept] = await executeCompiled(db, "rendering", { id, version }, ({ id, version }) =>
    db
      .selectFrom("renderings")
      .select(["html", "contents"])
      .where("post_id", "=", id)
      .where("version", "=", version)
      .where("renderer", "=", RENDERER),
  );
  if (kept) return { html: kept.html, contents: JSON.parse(kept.contents) };
  const rendering = await render(post);
  await keepRendering(db, post, rendering).catch((error: unknown) =>
    log.warn({ err: error, post: post.id }, "a rendering could not be kept"),
  );
  return rendering;
}
