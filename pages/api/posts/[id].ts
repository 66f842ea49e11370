import type { NextApiRequest, NextApiResponse } from "next";
import { authenticate } from "#lib/server/authentication";
import { database } from "#lib/server/db/database";
import { isNotModified, notModified, requireMatch } from "#lib/server/http/conditional";
import { parse } from "#lib/server/http/parse";
import { parseQuery } from "#lib/server/http/query";
import { PRIVATE, PUBLIC, sendJson, sendNoContent } from "#lib/server/http/response";
import { route } from "#lib/server/http/route";
import { requireWriter } from "#lib/server/http/writer";
import { getOrigin } from "#lib/server/origin";
import { requirePost } from "#lib/server/posts/read";
import { readTextBody } from "#lib/server/posts/read-text";
import { type PostRow, pickFields, postEtag, revisionEtag, toPost } from "#lib/server/posts/row";
import { isPublic } from "#lib/server/posts/rules";
import { completeText } from "#lib/shared/post-fields";
import { OnePostQuery, PostParams } from "#lib/shared/post-query";
import { PostPatch, PostReplacement, postErrorTitle } from "#lib/shared/posts";

export const config = { api: { bodyParser: false } };

/** Lazily loaded, so that reads do not wait for the code that saves posts. */
const loadWrites = () => import("#lib/server/posts/write");

/** Checks If-Match against the stored post, in the transaction of the write. */
function ifMatch(req: NextApiRequest) {
  const precondition = (current: PostRow) =>
    requireMatch(req, postEtag(current), toPost(current, getOrigin(req)), { save: revisionEtag(current) });
  return { precondition };
}

function sendPost(req: NextApiRequest, res: NextApiResponse, post: PostRow): void {
  sendJson(res, toPost(post, getOrigin(req)), { headers: { ...PRIVATE, ETag: postEtag(post) } });
}

export default route({
  async GET(req, res) {
    const { id, fields } = parseQuery(OnePostQuery, req);
    const viewer = await authenticate(req);
    const post = await requirePost(await database(), id, viewer);
    const caching = isPublic(post, Date.now()) && viewer.id === null ? PUBLIC : PRIVATE;
    // Independent of `fields`, so that it can always be sent in If-Match.
    const headers = { ...caching, ETag: postEtag(post) };
    if (isNotModified(req, headers.ETag)) notModified(res, headers);
    else sendJson(res, pickFields(toPost(post, getOrigin(req)), fields), { headers });
  },

  async PUT(req, res) {
    const author = await requireWriter(req, res);
    const { id } = parseQuery(PostParams, req);
    const { updatePost } = await loadWrites();
    const replacement = parse(PostReplacement, await readTextBody(req), { title: postErrorTitle });
    const complete = { ...replacement, ...completeText(replacement) };
    const post = await updatePost(await database(), id, complete, author, ifMatch(req));
    sendPost(req, res, post);
  },

  async PATCH(req, res) {
    const author = await requireWriter(req, res);
    const { id } = parseQuery(PostParams, req);
    const { updatePost } = await loadWrites();
    const patch = parse(PostPatch, await readTextBody(req), { title: postErrorTitle });
    const post = await updatePost(await database(), id, patch, author, ifMatch(req));
    sendPost(req, res, post);
  },

  async DELETE(req, res) {
    const author = await requireWriter(req, res);
    const { id } = parseQuery(PostParams, req);
    const { trashPost } = await loadWrites();
    await trashPost(await database(), id, author, ifMatch(req));
    sendNoContent(res);
  },
});
