import { authenticatePage } from "#lib/server/authentication";
import { database } from "#lib/server/db/database";
import type { Database } from "#lib/server/db/tables";
import { setPageCaching, withEntityTag } from "#lib/server/http/page-caching";
import { socialImage } from "#lib/server/images/social-image";
import { getOrigin } from "#lib/server/origin";
import { pickFields, toPost } from "#lib/server/posts/row";
import { canEditPost, isPublic } from "#lib/server/posts/rules";
import { Problem } from "#lib/server/problem";
import { redirectFor } from "#lib/server/redirects/pages/redirect-for";
import { getRendering } from "#lib/server/rendering/cache";
import { metaDescription } from "#lib/server/rendering/excerpt";
import { pageHtml } from "#lib/server/rendering/page-html";
import { siteOfRequest } from "#lib/server/site/site";
import { hasAuthorPage } from "#lib/server/users/author";
import type { Viewer } from "#lib/server/viewer";
import { readingPath } from "#lib/shared/api-paths";
import { blogPosting } from "#lib/shared/json-ld";
import type { Neighbours } from "#lib/shared/neighbours";
import { postPagePath } from "#lib/shared/paths";
import { type PostToRead, READING_FIELDS } from "#lib/shared/post-to-read";
import type { Preview } from "#lib/shared/preview";
import type { SocialImage } from "#lib/shared/social-image";
import { requirePostOfPage } from "./read-post.ts";

type Props = {
  id: string;
  /** Of the post, for the metadata; null for the site's. */
  language: string | null;
  rendering: Preview & { version: number };
  neighbours: Neighbours;
  /** The meta description. */
  description: string;
  /** null for that of the site. */
  socialImage: SocialImage | null;
  /** JSON-LD. */
  structuredData: string;
  mayEdit: boolean;
  /** False where the byline leads nowhere; see `hasAuthorPage`. */
  hasAuthorPage?: false;
  isScheduled?: true;
  fallback: Record<string, PostToRead>;
};

const findPost = (db: Database, id: unknown, viewer: Viewer) =>
  requirePostOfPage(db, id, viewer).catch((error: unknown) => {
    if (error instanceof Problem) return undefined;
    throw error;
  });

/**
 * The getServerSideProps of a post's page. Redirects permanently from other slugs to the present one; what is no post may be in
 * the table of redirects.
 */
export const getPostPageProps = withEntityTag<Props>(async (context) => {
  const { req, res, params } = context;
  const [db, viewer] = [await database(), await authenticatePage(req)];
  // In open mode the page also depends on whether an account exists, which is not part of the content version.
  setPageCaching(res, viewer.id === null && viewer.edits === "none");
  const found = await findPost(db, params?.id, viewer);
  if (!found) return (await redirectFor(context)) ?? { notFound: true };
  const { neighbours, row } = found;
  const post = toPost(row, getOrigin(req));
  const { id, slug, version } = post;
  if (params?.slug !== slug) return { redirect: { destination: postPagePath(post), statusCode: 301 } };
  const [{ isTemporary, ...rendering }, image, { site }] = await Promise.all([
    getRendering(db, row, row),
    socialImage(post),
    siteOfRequest(req),
  ]);
  if (isTemporary) setPageCaching(res, false);
  const now = Date.now();
  const isBylinePlain = !isPublic(row, now) && !(await hasAuthorPage(db, post, now));
  return {
    props: {
      id,
      language: post.language,
      rendering: { ...rendering, html: await pageHtml(db, rendering.html), version },
      neighbours,
      description: metaDescription(post.excerpt),
      socialImage: image ?? null,
      structuredData: blogPosting(post, site, (image ?? site.socialImage)?.path),
      mayEdit: canEditPost(viewer, row),
      ...(isBylinePlain && { hasAuthorPage: false }),
      ...(Date.parse(post.publishedAt ?? "") > now && { isScheduled: true }),
      fallback: { [readingPath(id)]: pickFields(post, READING_FIELDS) },
    },
  };
});
