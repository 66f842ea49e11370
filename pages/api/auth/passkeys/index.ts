import { requireSession } from "#lib/server/accounts/sessions";
import { database } from "#lib/server/db/database";
import { readBody } from "#lib/server/http/body";
import { parse } from "#lib/server/http/parse";
import { parseQuery } from "#lib/server/http/query";
import { PRIVATE, sendJson } from "#lib/server/http/response";
import { route } from "#lib/server/http/route";
import { requireSameOriginWrite } from "#lib/server/http/writer";
import { getOrigin } from "#lib/server/origin";
import { addPasskey } from "#lib/server/passkeys/add";
import { listPasskeys } from "#lib/server/passkeys/passkeys";
import { NoQuery } from "#lib/shared/params";
import { NewPasskey } from "#lib/shared/passkeys";

export const config = { api: { bodyParser: false } };

export default route({
  async GET(req, res) {
    parseQuery(NoQuery, req);
    const { account } = await requireSession(req);
    sendJson(res, await listPasskeys(await database(), account.id), { headers: PRIVATE });
  },

  async POST(req, res) {
    await requireSameOriginWrite(req, res);
    const session = await requireSession(req);
    parseQuery(NoQuery, req);
    const input = parse(NewPasskey, await readBody(req));
    const passkey = await addPasskey(await database(), req, session, input);
    sendJson(res, passkey, {
      status: 201,
      headers: { ...PRIVATE, Location: `${getOrigin(req)}/api/auth/passkeys/${passkey.id}` },
    });
  },
});
