import { authenticate } from "#lib/server/authentication";
import { database } from "#lib/server/db/database";
import { parseQuery } from "#lib/server/http/query";
import { PRIVATE, sendJson } from "#lib/server/http/response";
import { route } from "#lib/server/http/route";
import { requireEditablePost } from "#lib/server/posts/read";
import { requireRevision } from "#lib/server/posts/revisions";
import { toRevision } from "#lib/server/posts/row";
import { RevisionParams } from "#lib/shared/post-query";

export const config = { api: { bodyParser: false } };

export default route({
  async GET(req, res) {
    const { id, version } = parseQuery(RevisionParams, req);
    const db = await database();
    const post = await requireEditablePost(db, id, await authenticate(req));
    const revision = await requireRevision(db, post.id, version);
    sendJson(res, toRevision(revision), { headers: PRIVATE });
  },
});
