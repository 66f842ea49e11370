import { resetPassword } from "#lib/server/accounts/account";
import { database } from "#lib/server/db/database";
import { readBody } from "#lib/server/http/body";
import { parse } from "#lib/server/http/parse";
import { parseQuery } from "#lib/server/http/query";
import { sendNoContent } from "#lib/server/http/response";
import { route } from "#lib/server/http/route";
import { requireSameOriginWrite } from "#lib/server/http/writer";
import { Reset } from "#lib/shared/accounts";
import { NoQuery } from "#lib/shared/params";

export const config = { api: { bodyParser: false } };

export default route({
  async POST(req, res) {
    await requireSameOriginWrite(req, res);
    parseQuery(NoQuery, req);
    const reset = parse(Reset, await readBody(req));
    await resetPassword(await database(), req, reset);
    sendNoContent(res);
  },
});
