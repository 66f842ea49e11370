import { database } from "#lib/server/db/current";
import { parse } from "#lib/server/http/parse";
import { reply } from "#lib/server/http/reply";
import { route } from "#lib/server/http/route";
import { NoQuery } from "#lib/shared/post-query";

export const config = { api: { bodyParser: false } };

export default route({
  async GET(req, res) {
    parse(NoQuery, req.query);
    const db = await database();
    await db.selectFrom("content_version").select("number").executeTakeFirstOrThrow();
    reply(res, { status: "ready" });
  },
});
