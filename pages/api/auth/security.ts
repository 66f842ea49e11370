import { changeSecurity, readSecurity } from "#lib/server/accounts/security";
import { requireSession } from "#lib/server/accounts/sessions";
import { database } from "#lib/server/db/database";
import { readBody } from "#lib/server/http/body";
import { parse } from "#lib/server/http/parse";
import { parseQuery } from "#lib/server/http/query";
import { PRIVATE, sendJson } from "#lib/server/http/response";
import { route } from "#lib/server/http/route";
import { requireSameOriginWrite } from "#lib/server/http/writer";
import { SecurityPatch } from "#lib/shared/account-security";
import { NoQuery } from "#lib/shared/params";

export const config = { api: { bodyParser: false } };

export default route({
  async GET(req, res) {
    parseQuery(NoQuery, req);
    const session = await requireSession(req);
    sendJson(res, await readSecurity(await database(), session), { headers: PRIVATE });
  },

  async PATCH(req, res) {
    await requireSameOriginWrite(req, res);
    const session = await requireSession(req);
    parseQuery(NoQuery, req);
    const patch = parse(SecurityPatch, await readBody(req));
    const security = await changeSecurity(await database(), req, session, patch);
    sendJson(res, security, { headers: PRIVATE });
  },
});
