import { changeAccount } from "#lib/server/accounts/account";
import { requireSession } from "#lib/server/accounts/sessions";
import { database } from "#lib/server/db/database";
import { readBody } from "#lib/server/http/body";
import { parse } from "#lib/server/http/parse";
import { parseQuery } from "#lib/server/http/query";
import { PRIVATE, sendJson } from "#lib/server/http/response";
import { route } from "#lib/server/http/route";
import { requireSameOriginWrite } from "#lib/server/http/writer";
import { AccountPatch } from "#lib/shared/accounts";
import { NoQuery } from "#lib/shared/params";

export const config = { api: { bodyParser: false } };

export default route({
  async GET(req, res) {
    parseQuery(NoQuery, req);
    const { account } = await requireSession(req);
    sendJson(res, account, { headers: PRIVATE });
  },

  async PATCH(req, res) {
    await requireSameOriginWrite(req, res);
    const session = await requireSession(req);
    parseQuery(NoQuery, req);
    const patch = parse(AccountPatch, await readBody(req));
    const account = await changeAccount(await database(), session, patch);
    sendJson(res, account, { headers: PRIVATE });
  },
});
