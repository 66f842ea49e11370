import type { NextApiRequest, NextApiResponse } from "next";
import { authenticate } from "#lib/server/authentication";
import { database } from "#lib/server/db/database";
import { readBody } from "#lib/server/http/body";
import { isNotModified, notModified, requireMatch } from "#lib/server/http/conditional";
import { parse } from "#lib/server/http/parse";
import { parseQuery } from "#lib/server/http/query";
import { PRIVATE, PUBLIC, sendJson, sendNoContent } from "#lib/server/http/response";
import { route } from "#lib/server/http/route";
import { requireWriter } from "#lib/server/http/writer";
import { getOrigin } from "#lib/server/origin";
import { requirePost } from "#lib/server/posts/read";
import { type PostRow, pickFields, postEtag, revisionEtag, toPost } from "#lib/server/posts/row";
import { isPublic } from "#lib/server/posts/rules";
import { completeText, LIST_FIELDS } from "#lib/shared/post-fields";
import { OnePostQuery, PostParams } from "#lib/shared/post-query";
import { PostPatch, PostReplacement, postErrorTitle } from "#lib/shared/posts";

export const config = { api: { bodyParser: false } };

/** Loaded by who writes first: whoever only reads does not wait for what it takes to save a post. */
const changes = () => import("#lib/server/posts/write");

/** If-Match, held against the post as it is when the write begins. */
function matching(req: NextApiRequest) {
  const precondition = (current: PostRow) =>
    requireMatch(req, postEtag(current), toPost(current, getOrigin(req)), { save: revisionEtag(current) });
  return { precondition };
}

function replyPost(req: NextApiRequest, res: NextApiResponse, post: PostRow): void {
  sendJson(res, toPost(post, getOrigin(req)), { headers: { ...PRIVATE, ETag: postEtag(post) } });
}

export default route({
  async GET(req, res) {
    const { id, fields } = parseQuery(OnePostQuery, req);
    const viewer = await authenticate(req);
    const post = await requirePost(await database(), id, viewer);
    const caching = isPublic(post, Date.now()) && viewer.id === null ? PUBLIC : PRIVATE;
    // The same under each set of fields: it can go into If-Match, whatever was asked for.
    const headers = { ...caching, ETag: postEtag(post) };
    if (isNotModified(req, headers.ETag)) notModified(res, headers);
    else sendJson(res, pickFields(toPost(post, getOrigin(req)), fields), { headers });
  },

  async PUT(req, res) {
    const author = await requireWriter(req, res);
    const { id } = parseQuery(PostParams, req);
    const { updatePost } = await changes();
    const replacement = parse(PostReplacement, await readBody(req, LIST_FIELDS), { title: postErrorTitle });
    const whole = { ...replacement, ...completeText(replacement) };
    const post = await updatePost(await database(), id, whole, author, matching(req));
    replyPost(req, res, post);
  },

  async PATCH(req, res) {
    const author = await requireWriter(req, res);
    const { id } = parseQuery(PostParams, req);
    const { updatePost } = await changes();
    const patch = parse(PostPatch, await readBody(req, LIST_FIELDS), { title: postErrorTitle });
    const post = await updatePost(await database(), id, patch, author, matching(req));
    replyPost(req, res, post);
  },

  async DELETE(req, res) {
    const author = await requireWriter(req, res);
    const { id } = parseQuery(PostParams, req);
    const { trashPost } = await changes();
    await trashPost(await database(), id, author, matching(req));
    sendNoContent(res);
  },
});
