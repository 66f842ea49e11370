import { database } from "#lib/server/db/database";
import { readBody } from "#lib/server/http/body";
import { parse } from "#lib/server/http/parse";
import { parseQuery } from "#lib/server/http/query";
import { limitPreviews } from "#lib/server/http/rate-limit";
import { sendJson } from "#lib/server/http/response";
import { route } from "#lib/server/http/route";
import { requireWriter } from "#lib/server/http/writer";
import { renderBounded } from "#lib/server/rendering/bounded";
import { pageHtml } from "#lib/server/rendering/page-html";
import { NoQuery } from "#lib/shared/params";
import { PreviewInput } from "#lib/shared/preview";

export const config = { api: { bodyParser: false } };

export default route({
  async POST(req, res) {
    const author = await requireWriter(req, res, limitPreviews);
    parseQuery(NoQuery, req);
    const { content } = parse(PreviewInput, await readBody(req));
    const rendering = await renderBounded(content, author.account !== null);
    sendJson(res, { ...rendering, html: await pageHtml(await database(), rendering.html) });
  },
});
