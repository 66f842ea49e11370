import { database } from "#lib/server/db/current";
import { parseQuery } from "#lib/server/http/query";
import { reply } from "#lib/server/http/reply";
import { route } from "#lib/server/http/route";
import { requireWriter } from "#lib/server/http/writer";
import { originOf } from "#lib/server/origin";
import { restorePost } from "#lib/server/posts/changes";
import { postTag, toPost } from "#lib/server/posts/view";
import { PostAddress } from "#lib/shared/post-query";

export const config = { api: { bodyParser: false } };

export default route({
  async POST(req, res) {
    const author = await requireWriter(req, res);
    const { id } = parseQuery(PostAddress, req);
    const post = await restorePost(await database(), id, author);
    reply(res, toPost(post, originOf(req)), { headers: { ETag: postTag(post) } });
  },
});
