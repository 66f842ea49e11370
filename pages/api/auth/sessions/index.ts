import { listSessions, requireSession } from "#lib/server/accounts/sessions";
import { database } from "#lib/server/db/current";
import { parseQuery } from "#lib/server/http/query";
import { PRIVATE, reply } from "#lib/server/http/reply";
import { route } from "#lib/server/http/route";
import { NoQuery } from "#lib/shared/params";

export const config = { api: { bodyParser: false } };

export default route({
  async GET(req, res) {
    parseQuery(NoQuery, req);
    const session = await requireSession(req);
    reply(res, await listSessions(await database(), session), { headers: PRIVATE });
  },
});
