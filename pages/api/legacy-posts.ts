import { contentVersion } from "#lib/server/content-version";
import { database } from "#lib/server/db/database";
import { entityTag, isNotModified, notModified } from "#lib/server/http/conditional";
import { parseQuery } from "#lib/server/http/query";
import { PUBLIC, sendJson } from "#lib/server/http/response";
import { route } from "#lib/server/http/route";
import { getOrigin } from "#lib/server/origin";
import { nextPageLink } from "#lib/server/pagination";
import { listLegacyPosts, requireLegacyCursor } from "#lib/server/posts/list/legacy";
import { toLegacyPost } from "#lib/server/posts/row";
import { PageQuery } from "#lib/shared/params";

export const config = { api: { bodyParser: false } };

/** The Deprecation header (RFC 9745): 2026-11-22. */
const DEPRECATED_SINCE = "@1795305600";

export default route({
  async GET(req, res) {
    const query = parseQuery(PageQuery, req);
    const [db, now] = [await database(), Date.now()];
    await requireLegacyCursor(db, query);
    const etag = entityTag("legacy", await contentVersion(db, now), JSON.stringify(query), getOrigin(req));
    const headers = { ...PUBLIC, ETag: etag, Deprecation: DEPRECATED_SINCE };
    if (isNotModified(req, etag)) return notModified(res, headers);

    const { posts, next } = await listLegacyPosts(db, query, now);
    const origin = getOrigin(req);
    const successor = `<${origin}/api/posts>; rel="successor-version"`;
    const links = [successor, nextPageLink(`${origin}/api/legacy-posts`, query, next)].filter(Boolean).join(", ");
    sendJson(res, posts.map(toLegacyPost), { headers: { ...headers, Link: links } });
  },
});
