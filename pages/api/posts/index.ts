import { database } from "#lib/server/db/current";
import { readBody } from "#lib/server/http/body";
import { parse } from "#lib/server/http/parse";
import { created, reply } from "#lib/server/http/reply";
import { route } from "#lib/server/http/route";
import { originOf } from "#lib/server/origin";
import { createPost } from "#lib/server/posts/changes";
import { listPosts } from "#lib/server/posts/queries";
import { toPost } from "#lib/server/posts/view";
import { NewPost, PostQuery, postFaultTitle } from "#lib/shared/posts";

export const config = { api: { bodyParser: false } };

export default route({
  async GET(req, res) {
    const query = parse(PostQuery, req.query);
    const posts = await listPosts(await database(), query);
    reply(
      res,
      posts.map((post) => toPost(post, originOf(req))),
    );
  },

  async POST(req, res) {
    const draft = parse(NewPost, await readBody(req), postFaultTitle);
    const post = await createPost(await database(), draft);
    created(res, toPost(post, originOf(req)), `/api/posts/${post.id}`);
  },
});
