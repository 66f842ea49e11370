import { bumpContentVersion } from "#lib/server/content-version";
import { inTransaction } from "#lib/server/db/transaction";
import { postsIn } from "#lib/server/posts/ranges";
import { stopped } from "#lib/server/rendering/bounded";
import { RENDERER_VERSION } from "#lib/server/rendering/cache";
import { renderPost } from "#lib/server/rendering/render";
import { cleanText } from "#lib/shared/text";
import { batchesOf, eachRange } from "../batches.ts";
import { type Check, type Context, Found, fixable } from "../finding.ts";

/** The posts of which another rendering is stored, and shown, than this renderer makes of their text. */
const wrongPosts = (context: Context): AsyncGenerator<number> =>
  eachRange(context, "renderings", async (trx, range) => {
    const posts = await postsIn(trx, range)
      .innerJoin("renderings", (join) =>
        join.onRef("post_id", "=", "posts.id").onRef("renderings.version", "=", "posts.version"),
      )
      .where("renderer", "=", RENDERER_VERSION)
      .select(["posts.id", "content", "author_id", "direction", "html", "contents"])
      .execute();
    const wrong = posts.filter(({ author_id, content, contents, direction, html }) => {
      const text = cleanText(content);
      const rendering = renderPost(text, { isTrustedAuthor: author_id !== null, direction });
      return (
        (html !== rendering.html || contents !== JSON.stringify(rendering.contents)) && html !== stopped(text).html
      );
    });
    return wrong.map(({ id }) => id);
  });

/** Whether the HTML that is stored of posts is that of their texts. */
export const renderings: Check = {
  name: "renderings",
  needsSchema: true,

  async find(context) {
    const wrong = new Found();
    for await (const id of wrongPosts(context)) wrong.add(id);
    return wrong.count > 0 ? [fixable(`with other HTML than their text gives: ${wrong.of("post")}`)] : [];
  },

  async fix(context) {
    for await (const ids of batchesOf(wrongPosts(context))) {
      await inTransaction(context.db, async (trx) => {
        // Rendered again when they are read.
        await trx.deleteFrom("renderings").where("post_id", "in", ids).execute();
        await bumpContentVersion(trx);
      });
    }
  },
};
