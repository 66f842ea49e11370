import { database } from "#lib/server/db/current";
import { entityTag, isNotModified, notModified } from "#lib/server/http/conditional";
import { parseQuery } from "#lib/server/http/query";
import { PRIVATE, PUBLIC, send } from "#lib/server/http/reply";
import { route } from "#lib/server/http/route";
import { originOf } from "#lib/server/origin";
import { markdownFile } from "#lib/server/posts/markdown-file";
import { requirePost } from "#lib/server/posts/queries";
import { isPublic } from "#lib/server/posts/rules";
import { toPost } from "#lib/server/posts/view";
import { viewerOf } from "#lib/server/viewer";
import { PostAddress } from "#lib/shared/post-query";

export const config = { api: { bodyParser: false } };

export default route({
  async GET(req, res) {
    const { id } = parseQuery(PostAddress, req);
    const viewer = await viewerOf(req);
    const post = await requirePost(await database(), id, viewer);
    const body = markdownFile(toPost(post, originOf(req)));
    const caching = isPublic(post, Date.now()) && viewer.id === null ? PUBLIC : PRIVATE;
    const headers = { ...caching, ETag: entityTag(body) };
    if (isNotModified(req, headers.ETag)) return notModified(res, headers);
    send(res, { status: 200, headers: { ...headers, "Content-Type": "text/markdown; charset=utf-8" }, body });
  },
});
