import { feedContent } from "#lib/server/feeds/feed";
import { toAtom } from "#lib/server/feeds/xml-feeds";
import { sendPublicText } from "#lib/server/http/public-text";
import { parseQuery } from "#lib/server/http/query";
import { route } from "#lib/server/http/route";
import { FEEDS } from "#lib/shared/feeds";
import { FeedQuery } from "#lib/shared/post-query";

export const config = { api: { bodyParser: false } };

export default route({
  async GET(req, res) {
    const query = parseQuery(FeedQuery, req);
    const variant = { type: FEEDS.atom.type, parts: ["atom", query.tag ?? "", query.author ?? ""] };
    await sendPublicText(req, res, variant, async (context) => toAtom(await feedContent(context, "atom", query)));
  },
});
