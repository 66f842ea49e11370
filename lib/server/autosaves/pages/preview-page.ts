import type { GetServerSideProps } from "next";
import { redirectToSignIn } from "#lib/server/accounts/pages/return-path";
import { authenticatePage } from "#lib/server/authentication";
import { requireAutosave } from "#lib/server/autosaves/autosaves";
import { database } from "#lib/server/db/database";
import { showCover } from "#lib/server/images/with-images";
import { getOrigin } from "#lib/server/origin";
import { Problem } from "#lib/server/problem";
import { renderBounded, renderBusy } from "#lib/server/rendering/bounded";
import { pageHtml } from "#lib/server/rendering/page-html";
import { type Autosave, AutosaveParams } from "#lib/shared/autosaves";
import { baseDirection } from "#lib/shared/direction";
import { ABOUT_ID, ABOUT_TITLE } from "#lib/shared/owner-paths";
import { completeText } from "#lib/shared/post-fields";
import type { PostToRead } from "#lib/shared/post-to-read";
import type { Preview } from "#lib/shared/preview";
import { readingMinutes } from "#lib/shared/reading-time";

type Props = {
  /** The text as a post. */
  post: PostToRead;
  rendering: Preview;
  /** The id of the autosave, and of the post whose pending changes it has; null for a new one. */
  autosave: Pick<Autosave, "id" | "post">;
};

const orNull = (error: unknown) => {
  if (error instanceof Problem) return null;
  throw error;
};

/** The getServerSideProps of the preview of an unfinished text, which its own account sees only. */
export const getAutosavePreviewProps: GetServerSideProps<Props> = async ({ params, req }) => {
  const { account } = await authenticatePage(req);
  const { success, data } = AutosaveParams.safeParse(params);
  if (!success) return { notFound: true };
  if (!account) return redirectToSignIn(`/blog/drafts/${data.id}`);
  const db = await database();
  const autosave = await requireAutosave(db, { account: account.id, id: data.id }).catch(orNull);
  if (!autosave) return { notFound: true };
  const text = completeText(autosave);
  const direction = baseDirection(text);
  const rendering = await renderBounded(text.content, true, direction).catch((error: unknown) => {
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
    status: "draft",
    author: account,
    updatedAt: autosave.updatedAt,
    publishedAt: null,
    readingMinutes: readingMinutes(text.content),
    version: autosave.version,
    url: getOrigin(req),
  };
  const html = await pageHtml(db, rendering.html);
  return { props: { post, rendering: { ...rendering, html }, autosave: { id: autosave.id, post: autosave.post } } };
};
