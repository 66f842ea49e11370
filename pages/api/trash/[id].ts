import type { NextApiRequest } from "next";
import { authenticate } from "#lib/server/authentication";
import { database } from "#lib/server/db/database";
import { isNotModified, notModified, requireMatch } from "#lib/server/http/conditional";
import { parseQuery } from "#lib/server/http/query";
import { PRIVATE, sendJson, sendNoContent } from "#lib/server/http/response";
import { route } from "#lib/server/http/route";
import { requireWriter } from "#lib/server/http/writer";
import { getOrigin } from "#lib/server/origin";
import { purgePost } from "#lib/server/posts/purge";
import { requireTrashedPost } from "#lib/server/posts/read";
import { type TrashedRow, toTrashedPost, trashedEtag } from "#lib/server/posts/row";
import { PostParams } from "#lib/shared/post-query";

export const config = { api: { bodyParser: false } };

/** Checks If-Match against the post in the trash, in the transaction of the purge. */
function ifMatch(req: NextApiRequest) {
  const precondition = (current: TrashedRow) =>
    requireMatch(req, trashedEtag(current), toTrashedPost(current, getOrigin(req)));
  return { precondition };
}

export default route({
  async GET(req, res) {
    const { id } = parseQuery(PostParams, req);
    const post = await requireTrashedPost(await database(), id, await authenticate(req));
    const headers = { ...PRIVATE, ETag: trashedEtag(post) };
    if (isNotModified(req, headers.ETag)) notModified(res, headers);
    else sendJson(res, toTrashedPost(post, getOrigin(req)), { headers });
  },

  async DELETE(req, res) {
    const author = await requireWriter(req, res);
    const { id } = parseQuery(PostParams, req);
    await purgePost(await database(), id, author, ifMatch(req));
    sendNoContent(res);
  },
});
