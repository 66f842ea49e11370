import { changePassword } from "#lib/server/accounts/account";
import { requireSession } from "#lib/server/accounts/sessions";
import { database } from "#lib/server/db/current";
import { readBody } from "#lib/server/http/body";
import { parse } from "#lib/server/http/parse";
import { parseQuery } from "#lib/server/http/query";
import { noContent } from "#lib/server/http/reply";
import { route } from "#lib/server/http/route";
import { guardForm } from "#lib/server/http/writer";
import { PasswordChange } from "#lib/shared/accounts";
import { NoQuery } from "#lib/shared/params";

export const config = { api: { bodyParser: false } };

export default route({
  async PUT(req, res) {
    await guardForm(req, res);
    const session = await requireSession(req);
    parseQuery(NoQuery, req);
    await changePassword(await database(), req, res, session, parse(PasswordChange, await readBody(req)));
    noContent(res);
  },
});
