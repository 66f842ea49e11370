import type { NextApiRequest, NextApiResponse } from "next";
import { database } from "#lib/server/db/current";
import { readBody } from "#lib/server/http/body";
import { isNotModified, notModified, requireMatch } from "#lib/server/http/conditional";
import { parse } from "#lib/server/http/parse";
import { parseQuery } from "#lib/server/http/query";
import { noContent, PRIVATE, PUBLIC, reply } from "#lib/server/http/reply";
import { route } from "#lib/server/http/route";
import { requireWriter } from "#lib/server/http/writer";
import { originOf } from "#lib/server/origin";
import { requirePost } from "#lib/server/posts/queries";
import { isPublic } from "#lib/server/posts/rules";
import { type PostRow, partOf, postTag, saveTag, toPost } from "#lib/server/posts/view";
import { viewerOf } from "#lib/server/viewer";
import { OnePostQuery, PostAddress } from "#lib/shared/post-query";
import { LIST_FIELDS, PostPatch, PostReplacement, postFaultTitle } from "#lib/shared/posts";

export const config = { api: { bodyParser: false } };

/** Loaded by who writes first: whoever only reads does not wait for what it takes to save a post. */
const changes = () => import("#lib/server/posts/changes");

/** If-Match, held against the post as it is when the write begins. */
function matching(req: NextApiRequest) {
  const precondition = (current: PostRow) =>
    requireMatch(req, postTag(current), toPost(current, originOf(req)), { save: saveTag(current) });
  return { precondition };
}

function replyPost(req: NextApiRequest, res: NextApiResponse, post: PostRow): void {
  reply(res, toPost(post, originOf(req)), { headers: { ...PRIVATE, ETag: postTag(post) } });
}

export default route({
  async GET(req, res) {
    const { id, fields } = parseQuery(OnePostQuery, req);
    const viewer = await viewerOf(req);
    const post = await requirePost(await database(), id, viewer);
    const caching = isPublic(post, Date.now()) && viewer.id === null ? PUBLIC : PRIVATE;
    // The same under each set of fields: it can go into If-Match, whatever was asked for.
    const headers = { ...caching, ETag: postTag(post) };
    if (isNotModified(req, headers.ETag)) notModified(res, headers);
    else reply(res, partOf(toPost(post, originOf(req)), fields), { headers });
  },

  async PUT(req, res) {
    const author = await requireWriter(req, res);
    const { id } = parseQuery(PostAddress, req);
    const { changePost } = await changes();
    const {
      excerpt = null,
      tags = [],
      ...rest
    } = parse(PostReplacement, await readBody(req, LIST_FIELDS), { title: postFaultTitle });
    const whole = { ...rest, excerpt, tags };
    const post = await changePost(await database(), id, whole, author, matching(req));
    replyPost(req, res, post);
  },

  async PATCH(req, res) {
    const author = await requireWriter(req, res);
    const { id } = parseQuery(PostAddress, req);
    const { changePost } = await changes();
    const patch = parse(PostPatch, await readBody(req, LIST_FIELDS), { title: postFaultTitle });
    const post = await changePost(await database(), id, patch, author, matching(req));
    replyPost(req, res, post);
  },

  async DELETE(req, res) {
    const author = await requireWriter(req, res);
    const { id } = parseQuery(PostAddress, req);
    const { removePost } = await changes();
    await removePost(await database(), id, author, matching(req));
    noContent(res);
  },
});
