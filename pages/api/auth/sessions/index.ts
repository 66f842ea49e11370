import { endOtherSessions, listSessions, requireSession } from "#lib/server/accounts/sessions";
import { database } from "#lib/server/db/database";
import { parseQuery } from "#lib/server/http/query";
import { PRIVATE, sendJson, sendNoContent } from "#lib/server/http/response";
import { route } from "#lib/server/http/route";
import { requireSameOriginWrite } from "#lib/server/http/writer";
import { NoQuery } from "#lib/shared/params";

export const config = { api: { bodyParser: false } };

export default route({
  async GET(req, res) {
    parseQuery(NoQuery, req);
    const session = await requireSession(req);
    sendJson(res, await listSessions(await database(), session), { headers: PRIVATE });
  },

  async DELETE(req, res) {
    await requireSameOriginWrite(req, res);
    const session = await requireSession(req);
    parseQuery(NoQuery, req);
    await endOtherSessions(await database(), session);
    sendNoContent(res);
  },
});
