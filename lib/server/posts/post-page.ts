import { database } from "#lib/server/db/current";
import type { Database } from "#lib/server/db/tables";
import { setPageCaching, withEntityTag } from "#lib/server/http/page-caching";
import { originOf } from "#lib/server/origin";
import { Problem } from "#lib/server/problem";
import { renderingOf } from "#lib/server/rendering/kept";
import { type Viewer, visitorOf } from "#lib/server/viewer";
import { postAddress } from "#lib/shared/addresses";
import { readingPath } from "#lib/shared/api-paths";
import type { Neighbours } from "#lib/shared/neighbours";
import { type PostToRead, READING_FIELDS } from "#lib/shared/post-summary";
import type { Preview } from "#lib/shared/preview";
import { neighboursOf } from "./neighbours.ts";
import { requirePost } from "./queries.ts";
import { canEditPost } from "./rules.ts";
import { type PostRow, partOf, toPost } from "./view.ts";

type Props = {
  id: string;
  rendering: Preview & { version: number };
  neighbours: Neighbours;
  mayEdit: boolean;
  fallback: Record<string, PostToRead>;
};

async function found(db: Database, id: unknown, viewer: Viewer): Promise<PostRow | undefined> {
  return requirePost(db, id, viewer).catch((error: unknown) => {
    if (error instanceof Problem) return undefined;
    throw error;
  });
}

/**
 * The getServerSideProps of a post's page. The post is shown at one address, the one with its present slug; every other
 * address of it leads there for good.
 */
export const postPage = withEntityTag<Props>(async ({ req, res, params }) => {
  const [db, viewer] = [await database(), await visitorOf(req)];
  // Where strangers may edit, what they are offered changes with the first account, of which no version tells.
  setPageCaching(res, viewer.id === null && viewer.edits === "none");
  const row = await found(db, params?.id, viewer);
  if (!row) return { notFound: true };
  const post = toPost(row, originOf(req));
  const { id, slug, version } = post;
  if (params?.slug !== slug) return { redirect: { destination: postAddress(post), permanent: true } };
  const [{ isTemporary, ...rendering }, neighbours] = await Promise.all([renderingOf(db, row), neighboursOf(db, row)]);
  if (isTemporary) setPageCaching(res, false);
  return {
    props: {
      id,
      rendering: { ...rendering, version },
      neighbours,
      mayEdit: canEditPost(viewer, row),
      fallback: { [readingPath(id)]: partOf(post, READING_FIELDS) },
    },
  };
});
