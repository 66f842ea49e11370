import { sendPublicText } from "#lib/server/http/public-text";
import { parseQuery } from "#lib/server/http/query";
import { route } from "#lib/server/http/route";
import { Problem } from "#lib/server/problem";
import { sitemapPart } from "#lib/server/site/sitemap";
import { SitemapParams } from "#lib/shared/post-query";

export const config = { api: { bodyParser: false } };

export default route({
  async GET(req, res) {
    const { part } = parseQuery(SitemapParams, req);
    const variant = { type: "application/xml", parts: ["sitemap", part] };
    await sendPublicText(req, res, variant, async ({ db, now, origin }) => {
      const text = /^\d{1,9}$/.test(part) ? await sitemapPart(db, origin, Number(part), now) : undefined;
      if (text === undefined) throw new Problem("not-found", { title: "The sitemap has no such part" });
      return text;
    });
  },
});
