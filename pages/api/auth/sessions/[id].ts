import { endSession, requireSession } from "#lib/server/accounts/sessions";
import { database } from "#lib/server/db/current";
import { parseQuery } from "#lib/server/http/query";
import { noContent } from "#lib/server/http/reply";
import { route } from "#lib/server/http/route";
import { guardForm } from "#lib/server/http/writer";
import { SessionParams } from "#lib/shared/accounts";

export const config = { api: { bodyParser: false } };

export default route({
  async DELETE(req, res) {
    await guardForm(req, res);
    const session = await requireSession(req);
    const { id } = parseQuery(SessionParams, req);
    await endSession(await database(), session, id);
    noContent(res);
  },
});
