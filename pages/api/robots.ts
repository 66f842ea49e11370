import { entityTag, isNotModified, notModified } from "#lib/server/http/conditional";
import { parseQuery } from "#lib/server/http/query";
import { PUBLIC, sendResponse } from "#lib/server/http/response";
import { route } from "#lib/server/http/route";
import { getOrigin } from "#lib/server/origin";
import { NoQuery } from "#lib/shared/params";

export const config = { api: { bodyParser: false } };

/**
 * robots.txt (RFC 9309). Pages that need a session have `noindex` of their own. The API is allowed as far as `/llms.txt` links
 * to it.
 */
const robotsText = (origin: string) => `User-agent: *
Disallow: /api/
Allow: /api/openapi.json
Allow: /api/posts
Allow: /api/tags

Sitemap: ${origin}/sitemap.xml
`;

// Works without the database: while robots.txt fails, robots stay away for days.
export default route({
  async GET(req, res) {
    parseQuery(NoQuery, req);
    const body = robotsText(getOrigin(req));
    const headers = { ...PUBLIC, ETag: entityTag(body) };
    if (isNotModified(req, headers.ETag)) notModified(res, headers);
    else sendResponse(res, { status: 200, headers: { ...headers, "Content-Type": "text/plain; charset=utf-8" }, body });
  },
});
