import { deleteOwnAccount } from "#lib/server/accounts/delete-account";
import { requireSession } from "#lib/server/accounts/sessions";
import { database } from "#lib/server/db/database";
import { readBody } from "#lib/server/http/body";
import { parse } from "#lib/server/http/parse";
import { parseQuery } from "#lib/server/http/query";
import { sendNoContent } from "#lib/server/http/response";
import { route } from "#lib/server/http/route";
import { requireSameOriginWrite } from "#lib/server/http/writer";
import { OwnDeletion } from "#lib/shared/account-security";
import { NoQuery } from "#lib/shared/params";

export const config = { api: { bodyParser: false } };

export default route({
  async POST(req, res) {
    await requireSameOriginWrite(req, res);
    const session = await requireSession(req);
    parseQuery(NoQuery, req);
    const deletion = parse(OwnDeletion, await readBody(req));
    await deleteOwnAccount(await database(), req, res, session, deletion);
    sendNoContent(res);
  },
});
