import { parse } from "#lib/server/http/parse";
import { replyPublicText } from "#lib/server/http/public-text";
import { route } from "#lib/server/http/route";
import { sitemapIndex } from "#lib/server/site/sitemap";
import { NoQuery } from "#lib/shared/post-query";

export const config = { api: { bodyParser: false } };

export default route({
  async GET(req, res) {
    parse(NoQuery, req.query);
    const form = { type: "application/xml", parts: ["sitemap"] };
    await replyPublicText(req, res, form, ({ db, now, origin }) => sitemapIndex(db, origin, now));
  },
});
