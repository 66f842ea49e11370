import { database } from "#lib/server/db/current";
import { parseQuery } from "#lib/server/http/query";
import { PRIVATE, reply } from "#lib/server/http/reply";
import { route } from "#lib/server/http/route";
import { requireEditablePost } from "#lib/server/posts/queries";
import { requireRevision } from "#lib/server/posts/revisions";
import { toRevision } from "#lib/server/posts/view";
import { viewerOf } from "#lib/server/viewer";
import { RevisionAddress } from "#lib/shared/post-query";

export const config = { api: { bodyParser: false } };

export default route({
  async GET(req, res) {
    const { id, version } = parseQuery(RevisionAddress, req);
    const db = await database();
    const post = await requireEditablePost(db, id, await viewerOf(req));
    const revision = await requireRevision(db, post.id, version);
    reply(res, toRevision(revision), { headers: PRIVATE });
  },
});
