import { confirmEmail } from "#lib/server/accounts/email-change";
import { database } from "#lib/server/db/database";
import { readBody } from "#lib/server/http/body";
import { parse } from "#lib/server/http/parse";
import { parseQuery } from "#lib/server/http/query";
import { sendNoContent } from "#lib/server/http/response";
import { route } from "#lib/server/http/route";
import { requireSameOriginWrite } from "#lib/server/http/writer";
import { EmailConfirmation } from "#lib/shared/account-security";
import { NoQuery } from "#lib/shared/params";

export const config = { api: { bodyParser: false } };

export default route({
  async POST(req, res) {
    await requireSameOriginWrite(req, res);
    parseQuery(NoQuery, req);
    const { token } = parse(EmailConfirmation, await readBody(req));
    await confirmEmail(await database(), token);
    sendNoContent(res);
  },
});
