import { database } from "#lib/server/db/current";
import { parseQuery } from "#lib/server/http/query";
import { reply } from "#lib/server/http/reply";
import { route } from "#lib/server/http/route";
import { Problem } from "#lib/server/problem";
import { isStopping } from "#lib/server/stopping";
import { NoQuery } from "#lib/shared/params";

export const config = { api: { bodyParser: false } };

export default route({
  async GET(req, res) {
    parseQuery(NoQuery, req);
    if (isStopping()) {
      throw new Problem("unavailable", { title: "The server is stopping", headers: { "Retry-After": "2" } });
    }
    const db = await database();
    await db.selectFrom("content_version").select("number").executeTakeFirstOrThrow();
    reply(res, { status: "ready" });
  },
});
