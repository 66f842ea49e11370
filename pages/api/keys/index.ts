import { requireSession } from "#lib/server/accounts/sessions";
import { database } from "#lib/server/db/database";
import { readBody } from "#lib/server/http/body";
import { parse } from "#lib/server/http/parse";
import { parseQuery } from "#lib/server/http/query";
import { PRIVATE, sendJson } from "#lib/server/http/response";
import { route } from "#lib/server/http/route";
import { requireSameOriginWrite } from "#lib/server/http/writer";
import { createKey, listKeys } from "#lib/server/keys/keys";
import { getOrigin } from "#lib/server/origin";
import { NewKey } from "#lib/shared/keys";
import { NoQuery } from "#lib/shared/params";

export const config = { api: { bodyParser: false } };

export default route({
  async GET(req, res) {
    parseQuery(NoQuery, req);
    const { account } = await requireSession(req);
    sendJson(res, await listKeys(await database(), account.id), { headers: PRIVATE });
  },

  async POST(req, res) {
    await requireSameOriginWrite(req, res);
    const { account } = await requireSession(req);
    parseQuery(NoQuery, req);
    const input = parse(NewKey, await readBody(req));
    const key = await createKey(await database(), account.id, input);
    sendJson(res, key, { status: 201, headers: { ...PRIVATE, Location: `${getOrigin(req)}/api/keys/${key.id}` } });
  },
});
