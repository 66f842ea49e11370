import { parseQuery } from "#lib/server/http/query";
import { reply } from "#lib/server/http/reply";
import { route } from "#lib/server/http/route";
import { NoQuery } from "#lib/shared/params";

export const config = { api: { bodyParser: false } };

export default route({
  async GET(req, res) {
    parseQuery(NoQuery, req);
    reply(res, { status: "ok" });
  },
});
