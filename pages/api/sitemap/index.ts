import { sendPublicText } from "#lib/server/http/public-text";
import { parseQuery } from "#lib/server/http/query";
import { route } from "#lib/server/http/route";
import { sitemapIndex } from "#lib/server/site/sitemap";
import { NoQuery } from "#lib/shared/params";

export const config = { api: { bodyParser: false } };

export default route({
  async GET(req, res) {
    parseQuery(NoQuery, req);
    const variant = { type: "application/xml", parts: ["sitemap"] };
    await sendPublicText(req, res, variant, ({ db, now, origin }) => sitemapIndex(db, origin, now));
  },
});
