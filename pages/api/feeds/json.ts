import { feedContent } from "#lib/server/feeds/feed";
import { toJsonFeed } from "#lib/server/feeds/json-feed";
import { sendPublicText } from "#lib/server/http/public-text";
import { parseQuery } from "#lib/server/http/query";
import { route } from "#lib/server/http/route";
import { FEEDS } from "#lib/shared/feeds";
import { FeedQuery } from "#lib/shared/post-query";

export const config = { api: { bodyParser: false } };

export default route({
  async GET(req, res) {
    const query = parseQuery(FeedQuery, req);
    const variant = { type: FEEDS.json.type, parts: ["json", query.tag ?? "", query.author ?? ""] };
    await sendPublicText(req, res, variant, async (context) => toJsonFeed(await feedContent(context, "json", query)));
  },
});
