import { authenticate } from "#lib/server/authentication";
import { database } from "#lib/server/db/database";
import { entityTag, isNotModified, notModified } from "#lib/server/http/conditional";
import { parseQuery } from "#lib/server/http/query";
import { PRIVATE, PUBLIC, sendResponse } from "#lib/server/http/response";
import { route } from "#lib/server/http/route";
import { getOrigin } from "#lib/server/origin";
import { markdownFile } from "#lib/server/posts/markdown-file";
import { requirePost } from "#lib/server/posts/read";
import { toPost } from "#lib/server/posts/row";
import { isPublic } from "#lib/server/posts/rules";
import { PostParams } from "#lib/shared/post-query";

export const config = { api: { bodyParser: false } };

export default route({
  async GET(req, res) {
    const { id } = parseQuery(PostParams, req);
    const viewer = await authenticate(req);
    const post = await requirePost(await database(), id, viewer);
    const body = markdownFile(toPost(post, getOrigin(req)));
    const caching = isPublic(post, Date.now()) && viewer.id === null ? PUBLIC : PRIVATE;
    const headers = { ...caching, ETag: entityTag(body) };
    if (isNotModified(req, headers.ETag)) return notModified(res, headers);
    sendResponse(res, { status: 200, headers: { ...headers, "Content-Type": "text/markdown; charset=utf-8" }, body });
  },
});
