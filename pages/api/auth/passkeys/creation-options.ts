import { reauthenticate } from "#lib/server/accounts/reauthenticate";
import { requireSession } from "#lib/server/accounts/sessions";
import { database } from "#lib/server/db/database";
import { readBody } from "#lib/server/http/body";
import { parse } from "#lib/server/http/parse";
import { parseQuery } from "#lib/server/http/query";
import { PRIVATE, sendJson } from "#lib/server/http/response";
import { route } from "#lib/server/http/route";
import { requireSameOriginWrite } from "#lib/server/http/writer";
import { passkeyCreationOptions } from "#lib/server/passkeys/add";
import { NoQuery } from "#lib/shared/params";
import { PasskeyRequest } from "#lib/shared/passkeys";

export const config = { api: { bodyParser: false } };

export default route({
  async POST(req, res) {
    await requireSameOriginWrite(req, res);
    const session = await requireSession(req);
    parseQuery(NoQuery, req);
    const { currentPassword } = parse(PasskeyRequest, await readBody(req));
    const db = await database();
    // A passkey outlives the session, and a change of the password.
    await reauthenticate(db, req, session, currentPassword, { needsPassword: true });
    const options = await passkeyCreationOptions(db, req, session);
    sendJson(res, options, { headers: PRIVATE });
  },
});
