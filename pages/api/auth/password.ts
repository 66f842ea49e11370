import { changePassword } from "#lib/server/accounts/account";
import { requireSession } from "#lib/server/accounts/sessions";
import { database } from "#lib/server/db/database";
import { readBody } from "#lib/server/http/body";
import { parse } from "#lib/server/http/parse";
import { parseQuery } from "#lib/server/http/query";
import { sendNoContent } from "#lib/server/http/response";
import { route } from "#lib/server/http/route";
import { requireSameOriginWrite } from "#lib/server/http/writer";
import { PasswordChange } from "#lib/shared/accounts";
import { NoQuery } from "#lib/shared/params";

export const config = { api: { bodyParser: false } };

export default route({
  async PUT(req, res) {
    await requireSameOriginWrite(req, res);
    const session = await requireSession(req);
    parseQuery(NoQuery, req);
    const change = parse(PasswordChange, await readBody(req));
    await changePassword(await database(), req, res, session, change);
    sendNoContent(res);
  },
});
