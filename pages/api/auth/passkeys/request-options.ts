import { database } from "#lib/server/db/database";
import { parseQuery } from "#lib/server/http/query";
import { PRIVATE, sendJson } from "#lib/server/http/response";
import { route } from "#lib/server/http/route";
import { requireSameOriginWrite } from "#lib/server/http/writer";
import { passkeyRequestOptions } from "#lib/server/passkeys/sign-in";
import { NoQuery } from "#lib/shared/params";

export const config = { api: { bodyParser: false } };

export default route({
  async POST(req, res) {
    await requireSameOriginWrite(req, res);
    parseQuery(NoQuery, req);
    const options = await passkeyRequestOptions(await database(), req, res);
    sendJson(res, options, { headers: PRIVATE });
  },
});
