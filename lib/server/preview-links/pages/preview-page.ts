import type { GetServerSideProps, GetServerSidePropsContext } from "next";
import { findAutosave } from "#lib/server/autosaves/autosaves";
import { readAutosave } from "#lib/server/autosaves/read-autosave";
import { database } from "#lib/server/db/database";
import type { Database } from "#lib/server/db/tables";
import { seeOther } from "#lib/server/http/form";
import { setPageCaching } from "#lib/server/http/page-caching";
import { limitPreviewLinks } from "#lib/server/http/rate-limit";
import { getOrigin } from "#lib/server/origin";
import { type PostRow, pickFields, toPost } from "#lib/server/posts/row";
import { isPublic } from "#lib/server/posts/rules";
import { findPreviewLink } from "#lib/server/preview-links/preview-links";
import { Problem } from "#lib/server/problem";
import { getRendering } from "#lib/server/rendering/cache";
import { pageHtml } from "#lib/server/rendering/page-html";
import { hasAuthorPage } from "#lib/server/users/author";
import type { Autosave } from "#lib/shared/autosaves";
import { postPagePath } from "#lib/shared/paths";
import { type PostToRead, READING_FIELDS } from "#lib/shared/post-to-read";
import type { Preview } from "#lib/shared/preview";
import type { PreviewLink } from "#lib/shared/preview-links";

type Props = {
  /** Null where the link shows nothing. */
  preview: {
    post: PostToRead;
    rendering: Preview;
    link: Pick<PreviewLink, "expiresAt">;
    /** Whether the post is public, and what is shown a change of it. */
    isChange: boolean;
    /** Whether the byline can lead to the author's page. */
    hasAuthorPage: boolean;
  } | null;
  /** Why the link shows nothing now: too many requests. null where it has ended. */
  refusal: string | null;
};

/** Whether an autosave is later than what the post itself was saved with. */
const isLater = ({ baseVersion, updatedAt }: Autosave, { updated_at, version }: PostRow) =>
  baseVersion === version || Date.parse(updatedAt) > updated_at;

/** The creator's autosave of the post, where it is what was saved last. */
async function findChanges(db: Database, { createdBy }: PreviewLink, post: PostRow): Promise<Autosave | undefined> {
  const autosave = await findAutosave(db, createdBy.id, String(post.id));
  return autosave && isLater(autosave, post) ? autosave : undefined;
}

/** Nothing may store the page, index it, or tell other sites its URL. */
function keepSecret(res: GetServerSidePropsContext["res"]): void {
  setPageCaching(res, false);
  res.setHeader("Referrer-Policy", "no-referrer");
  res.setHeader("X-Robots-Tag", "noindex");
}

/** The getServerSideProps of the page of a preview link, for anybody who has its URL. Redirects to a post that is public. */
export const getPreviewProps: GetServerSideProps<Props> = async ({ params, req, res }) => {
  keepSecret(res);
  try {
    await limitPreviewLinks(req);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    res.statusCode = error.status;
    for (const [name, value] of Object.entries(error.headers)) res.setHeader(name, value);
    return { props: { preview: null, refusal: error.message } };
  }
  const db = await database();
  const now = Date.now();
  const found = await findPreviewLink(db, params?.token, now);
  if (!found) {
    res.statusCode = 404;
    return { props: { preview: null, refusal: null } };
  }
  const { link, post: row } = found;
  const post = toPost(row, getOrigin(req));
  const isChange = isPublic(row, now);
  const changes = isChange && !link.showsChanges ? undefined : await findChanges(db, link, row);
  if (isChange && !changes) return seeOther(postPagePath(post));
  const more = { link: { expiresAt: link.expiresAt }, isChange, hasAuthorPage: await hasAuthorPage(db, post, now) };
  if (changes) return { props: { preview: { ...(await readAutosave(db, changes, post)), ...more }, refusal: null } };
  const { html, contents } = await getRendering(db, row);
  const rendering = { html: await pageHtml(db, html), contents };
  return { props: { preview: { post: pickFields(post, READING_FIELDS), rendering, ...more }, refusal: null } };
};
