import { requestEmailChange } from "#lib/server/accounts/email-change";
import { cancelEmailChange } from "#lib/server/accounts/pending-email";
import { requireSession } from "#lib/server/accounts/sessions";
import { database } from "#lib/server/db/database";
import { readBody } from "#lib/server/http/body";
import { parse } from "#lib/server/http/parse";
import { parseQuery } from "#lib/server/http/query";
import { PRIVATE, sendJson, sendNoContent } from "#lib/server/http/response";
import { route } from "#lib/server/http/route";
import { requireSameOriginWrite } from "#lib/server/http/writer";
import { EmailChange } from "#lib/shared/account-security";
import { NoQuery } from "#lib/shared/params";

export const config = { api: { bodyParser: false } };

export default route({
  async POST(req, res) {
    await requireSameOriginWrite(req, res);
    const session = await requireSession(req);
    parseQuery(NoQuery, req);
    const change = parse(EmailChange, await readBody(req));
    const requested = await requestEmailChange(await database(), req, session, change);
    sendJson(res, requested, { status: 202, headers: PRIVATE });
  },

  async DELETE(req, res) {
    await requireSameOriginWrite(req, res);
    const { account } = await requireSession(req);
    parseQuery(NoQuery, req);
    await cancelEmailChange(await database(), account.id);
    sendNoContent(res);
  },
});
