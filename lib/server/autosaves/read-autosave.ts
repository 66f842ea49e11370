import type { Database } from "#lib/server/db/tables";
import { showCover } from "#lib/server/images/with-images";
import { Problem } from "#lib/server/problem";
import { renderBounded, renderBusy } from "#lib/server/rendering/bounded";
import { pageHtml } from "#lib/server/rendering/page-html";
import type { Autosave } from "#lib/shared/autosaves";
import { baseDirection } from "#lib/shared/direction";
import { canonicalLanguage } from "#lib/shared/languages";
import { ABOUT_ID, ABOUT_TITLE } from "#lib/shared/owner-paths";
import { completeText, type PostText } from "#lib/shared/post-fields";
import type { PostToRead } from "#lib/shared/post-to-read";
import type { Preview } from "#lib/shared/preview";
import { readingMinutes } from "#lib/shared/reading-time";
import { cleanText } from "#lib/shared/text";

/** What a page shows of a post beside its text. */
type Facts = Pick<PostToRead, "status" | "author" | "publishedAt" | "url">;

/** The text of an autosave, which may be any. A language is none until all of its tag is typed. */
function toText(autosave: Autosave): PostText {
  const { content, language, title, ...others } = completeText(autosave);
  return {
    ...others,
    title: cleanText(title),
    content: cleanText(content),
    language: canonicalLanguage(language) ?? "",
  };
}

/** An autosave as the post that its text makes, as readers will see it. */
export async function readAutosave(
  db: Database,
  autosave: Autosave,
  { author, publishedAt, status, url }: Facts,
): Promise<{ post: PostToRead; rendering: Preview }> {
  const text = toText(autosave);
  const direction = baseDirection(text);
  const rendering = await renderBounded(text.content, author !== null, direction).catch((error: unknown) => {
    if (error instanceof Problem) return renderBusy(text.content);
    throw error;
  });
  const post: PostToRead = {
    ...text,
    cover: await showCover(db, text.cover),
    id: autosave.post ?? "",
    title: autosave.post === ABOUT_ID ? ABOUT_TITLE : text.title || "Untitled",
    canonicalUrl: null,
    language: text.language || null,
    direction,
    updatedAt: autosave.updatedAt,
    readingMinutes: readingMinutes(text.content),
    version: autosave.version,
    author,
    publishedAt,
    status,
    url,
  };
  return { post, rendering: { ...rendering, html: await pageHtml(db, rendering.html) } };
}
