import { requireOwner } from "#lib/server/authentication";
import { database } from "#lib/server/db/database";
import { parseQuery } from "#lib/server/http/query";
import { PRIVATE, sendJson } from "#lib/server/http/response";
import { route } from "#lib/server/http/route";
import { getOrigin } from "#lib/server/origin";
import { nextPageLink } from "#lib/server/pagination";
import { listRedirects } from "#lib/server/redirects/redirects";
import { PageQuery } from "#lib/shared/params";

export const config = { api: { bodyParser: false } };

export default route({
  async GET(req, res) {
    await requireOwner(req);
    const query = parseQuery(PageQuery, req);
    const origin = getOrigin(req);
    const { redirects, next } = await listRedirects(await database(), query, origin);
    const link = nextPageLink(`${origin}/api/redirects`, query, next);
    sendJson(res, redirects, { headers: { ...PRIVATE, Link: link } });
  },
});
