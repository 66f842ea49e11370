import { database } from "#lib/server/db/current";
import { readBody } from "#lib/server/http/body";
import { parse } from "#lib/server/http/parse";
import { noContent, reply } from "#lib/server/http/reply";
import { route } from "#lib/server/http/route";
import { originOf } from "#lib/server/origin";
import { changePost, removePost } from "#lib/server/posts/changes";
import { requirePost } from "#lib/server/posts/queries";
import { toPost } from "#lib/server/posts/view";
import { viewerOf } from "#lib/server/viewer";
import { PostPatch, PostReplacement, postFaultTitle } from "#lib/shared/posts";

export const config = { api: { bodyParser: false } };

export default route({
  async GET(req, res) {
    const post = await requirePost(await database(), req.query.id, await viewerOf(req));
    reply(res, toPost(post, originOf(req)));
  },

  async PUT(req, res) {
    const { excerpt = null, tags = [], ...rest } = parse(PostReplacement, await readBody(req), postFaultTitle);
    const whole = { ...rest, excerpt, tags };
    const post = await changePost(await database(), req.query.id, whole, await viewerOf(req));
    reply(res, toPost(post, originOf(req)));
  },

  async PATCH(req, res) {
    const patch = parse(PostPatch, await readBody(req), postFaultTitle);
    const post = await changePost(await database(), req.query.id, patch, await viewerOf(req));
    reply(res, toPost(post, originOf(req)));
  },

  async DELETE(req, res) {
    await removePost(await database(), req.query.id, await viewerOf(req));
    noContent(res);
  },
});
