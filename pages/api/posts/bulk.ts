import { database } from "#lib/server/db/database";
import { readBody } from "#lib/server/http/body";
import { parse } from "#lib/server/http/parse";
import { parseQuery } from "#lib/server/http/query";
import { sendJson } from "#lib/server/http/response";
import { route } from "#lib/server/http/route";
import { requireWriter } from "#lib/server/http/writer";
import { BulkChange, bulkErrorTitle } from "#lib/shared/bulk";
import { NoQuery } from "#lib/shared/params";

export const config = { api: { bodyParser: false } };

export default route({
  async POST(req, res) {
    const writer = await requireWriter(req, res);
    parseQuery(NoQuery, req);
    const change = parse(BulkChange, await readBody(req), { title: bulkErrorTitle });
    // Lazily loaded, as in the other endpoints that save posts.
    const { changePosts } = await import("#lib/server/posts/bulk");
    sendJson(res, await changePosts(await database(), change, writer));
  },
});
