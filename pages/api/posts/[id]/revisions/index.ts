import { database } from "#lib/server/db/current";
import { nextPage } from "#lib/server/http/link";
import { parseQuery } from "#lib/server/http/query";
import { PRIVATE, reply } from "#lib/server/http/reply";
import { route } from "#lib/server/http/route";
import { originOf } from "#lib/server/origin";
import { requireEditablePost } from "#lib/server/posts/queries";
import { listRevisions } from "#lib/server/posts/revisions";
import { toRevisionSummary } from "#lib/server/posts/view";
import { viewerOf } from "#lib/server/viewer";
import { PageQuery } from "#lib/shared/params";
import { PostAddress } from "#lib/shared/post-query";

export const config = { api: { bodyParser: false } };

export default route({
  async GET(req, res) {
    const { id, ...query } = parseQuery(PageQuery.extend(PostAddress.shape), req);
    const db = await database();
    const post = await requireEditablePost(db, id, await viewerOf(req));
    const { revisions, next } = await listRevisions(db, post.id, query);
    const link = nextPage(`${originOf(req)}/api/posts/${post.id}/revisions`, query, next);
    reply(res, revisions.map(toRevisionSummary), { headers: { ...PRIVATE, Link: link } });
  },
});
