import { authenticate } from "#lib/server/authentication";
import { database } from "#lib/server/db/database";
import { parseQuery } from "#lib/server/http/query";
import { PRIVATE, sendJson } from "#lib/server/http/response";
import { route } from "#lib/server/http/route";
import { getOrigin } from "#lib/server/origin";
import { nextPageLink } from "#lib/server/pagination";
import { requireEditablePost } from "#lib/server/posts/read";
import { listRevisions } from "#lib/server/posts/revisions";
import { toRevisionSummary } from "#lib/server/posts/row";
import { PageQuery } from "#lib/shared/params";
import { PostParams } from "#lib/shared/post-query";

export const config = { api: { bodyParser: false } };

export default route({
  async GET(req, res) {
    const { id, ...query } = parseQuery(PageQuery.extend(PostParams.shape), req);
    const db = await database();
    const post = await requireEditablePost(db, id, await authenticate(req));
    const { revisions, next } = await listRevisions(db, post.id, query);
    const link = nextPageLink(`${getOrigin(req)}/api/posts/${post.id}/revisions`, query, next);
    sendJson(res, revisions.map(toRevisionSummary), { headers: { ...PRIVATE, Link: link } });
  },
});
