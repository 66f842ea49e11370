import { parseQuery } from "#lib/server/http/query";
import { sendJson } from "#lib/server/http/response";
import { route } from "#lib/server/http/route";
import { NoQuery } from "#lib/shared/params";

export const config = { api: { bodyParser: false } };

export default route({
  async GET(req, res) {
    parseQuery(NoQuery, req);
    sendJson(res, { status: "ok" });
  },
});
