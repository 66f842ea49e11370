import { authenticate, requireCanPost } from "#lib/server/authentication";
import { contentVersion } from "#lib/server/content-version";
import { database } from "#lib/server/db/database";
import { entityTag, isNotModified, notModified } from "#lib/server/http/conditional";
import { parse } from "#lib/server/http/parse";
import { parseQuery } from "#lib/server/http/query";
import { limitSearches } from "#lib/server/http/rate-limit";
import { PRIVATE, PUBLIC, sendJson, sendResponse } from "#lib/server/http/response";
import { route } from "#lib/server/http/route";
import { requireWriter } from "#lib/server/http/writer";
import { getOrigin } from "#lib/server/origin";
import { nextPageLink } from "#lib/server/pagination";
import { listAndCount, requireCursor } from "#lib/server/posts/list/list";
import { toListItems } from "#lib/server/posts/list/list-item";
import { readTextBody } from "#lib/server/posts/read-text";
import { NoQuery } from "#lib/shared/params";
import { PostQuery } from "#lib/shared/post-query";
import { NewPost, postErrorTitle } from "#lib/shared/posts";

export const config = { api: { bodyParser: false } };

export default route({
  async GET(req, res) {
    const query = parseQuery(PostQuery, req);
    const viewer = query.status ? await requireCanPost(req) : await authenticate(req);
    const [db, origin, now] = [await database(), getOrigin(req), Date.now()];
    await requireCursor(db, query);

    const isCacheable = query.status === undefined && viewer.id === null;
    const etag = entityTag(await contentVersion(db, now), JSON.stringify(query), origin);
    const caching = isCacheable ? { ...PUBLIC, ETag: etag } : PRIVATE;
    if (isCacheable && isNotModified(req, etag)) return notModified(res, caching);

    if (query.q !== undefined && viewer.id === null) await limitSearches(req);
    const { posts, next, total, isCapped } = await listAndCount(db, query, viewer, now);
    const items = await toListItems(db, posts, query, origin);
    const count = { "X-Total-Count": String(total), "X-Total-Count-Relation": isCapped ? "gte" : undefined };
    const link = nextPageLink(`${origin}/api/posts`, query, next);
    sendJson(res, items, { headers: { ...caching, ...count, Link: link } });
  },

  async POST(req, res) {
    const author = await requireWriter(req, res);
    parseQuery(NoQuery, req);
    const draft = parse(NewPost, await readTextBody(req), { title: postErrorTitle });
    // Lazily loaded, so that reads do not wait for the code that saves posts.
    const { createPostIdempotent } = await import("#lib/server/posts/create-idempotent");
    sendResponse(res, await createPostIdempotent(req, draft, author));
  },
});
