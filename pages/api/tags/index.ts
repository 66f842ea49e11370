import { contentVersion } from "#lib/server/content-version";
import { database } from "#lib/server/db/database";
import { entityTag, isNotModified, notModified } from "#lib/server/http/conditional";
import { parseQuery } from "#lib/server/http/query";
import { PUBLIC, sendJson } from "#lib/server/http/response";
import { route } from "#lib/server/http/route";
import { listTags } from "#lib/server/posts/list/counts";
import { NoQuery } from "#lib/shared/params";

export const config = { api: { bodyParser: false } };

export default route({
  async GET(req, res) {
    parseQuery(NoQuery, req);
    const [db, now] = [await database(), Date.now()];
    const headers = { ...PUBLIC, ETag: entityTag("tags", await contentVersion(db, now)) };
    if (isNotModified(req, headers.ETag)) notModified(res, headers);
    else sendJson(res, await listTags(db, now), { headers });
  },
});
