import { database } from "#lib/server/db/database";
import { parseQuery } from "#lib/server/http/query";
import { sendJson } from "#lib/server/http/response";
import { route } from "#lib/server/http/route";
import { requireWriter } from "#lib/server/http/writer";
import { getOrigin } from "#lib/server/origin";
import { postEtag, toPost } from "#lib/server/posts/row";
import { restorePost } from "#lib/server/posts/write";
import { PostParams } from "#lib/shared/post-query";

export const config = { api: { bodyParser: false } };

export default route({
  async POST(req, res) {
    const author = await requireWriter(req, res);
    const { id } = parseQuery(PostParams, req);
    const post = await restorePost(await database(), id, author);
    sendJson(res, toPost(post, getOrigin(req)), { headers: { ETag: postEtag(post) } });
  },
});
