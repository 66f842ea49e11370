import { endSession, requireSession } from "#lib/server/accounts/sessions";
import { database } from "#lib/server/db/database";
import { parseQuery } from "#lib/server/http/query";
import { sendNoContent } from "#lib/server/http/response";
import { route } from "#lib/server/http/route";
import { requireSameOriginWrite } from "#lib/server/http/writer";
import { SessionParams } from "#lib/shared/accounts";

export const config = { api: { bodyParser: false } };

export default route({
  async DELETE(req, res) {
    await requireSameOriginWrite(req, res);
    const session = await requireSession(req);
    const { id } = parseQuery(SessionParams, req);
    await endSession(await database(), session, id);
    sendNoContent(res);
  },
});
