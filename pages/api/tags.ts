import { contentVersion } from "#lib/server/content-version";
import { database } from "#lib/server/db/current";
import { entityTag, isNotModified, notModified } from "#lib/server/http/conditional";
import { parse } from "#lib/server/http/parse";
import { PUBLIC, reply } from "#lib/server/http/reply";
import { route } from "#lib/server/http/route";
import { listTags } from "#lib/server/posts/totals";
import { NoQuery } from "#lib/shared/post-query";

export const config = { api: { bodyParser: false } };

export default route({
  async GET(req, res) {
    parse(NoQuery, req.query);
    const [db, now] = [await database(), Date.now()];
    const headers = { ...PUBLIC, ETag: entityTag("tags", await contentVersion(db, now)) };
    if (isNotModified(req, headers.ETag)) notModified(res, headers);
    else reply(res, await listTags(db, now), { headers });
  },
});
