import { changeAccount } from "#lib/server/accounts/account";
import { requireSession } from "#lib/server/accounts/sessions";
import { database } from "#lib/server/db/current";
import { readBody } from "#lib/server/http/body";
import { parse } from "#lib/server/http/parse";
import { parseQuery } from "#lib/server/http/query";
import { PRIVATE, reply } from "#lib/server/http/reply";
import { route } from "#lib/server/http/route";
import { guardForm } from "#lib/server/http/writer";
import { AccountPatch } from "#lib/shared/accounts";
import { NoQuery } from "#lib/shared/params";

export const config = { api: { bodyParser: false } };

export default route({
  async GET(req, res) {
    parseQuery(NoQuery, req);
    reply(res, (await requireSession(req)).account, { headers: PRIVATE });
  },

  async PATCH(req, res) {
    await guardForm(req, res);
    const session = await requireSession(req);
    parseQuery(NoQuery, req);
    const patch = parse(AccountPatch, await readBody(req));
    reply(res, await changeAccount(await database(), session, patch), { headers: PRIVATE });
  },
});
