import { database } from "#lib/server/db/current";
import { reply } from "#lib/server/http/reply";
import { route } from "#lib/server/http/route";
import { listLegacyPosts } from "#lib/server/posts/queries";
import { toLegacyPost } from "#lib/server/posts/view";

export default route({
  async GET(_req, res) {
    const posts = await listLegacyPosts(await database());
    reply(res, posts.map(toLegacyPost));
  },
});
