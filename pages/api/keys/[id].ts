import { requireSession } from "#lib/server/accounts/sessions";
import { database } from "#lib/server/db/database";
import { parseQuery } from "#lib/server/http/query";
import { sendNoContent } from "#lib/server/http/response";
import { route } from "#lib/server/http/route";
import { requireSameOriginWrite } from "#lib/server/http/writer";
import { revokeKey } from "#lib/server/keys/keys";
import { KeyParams } from "#lib/shared/keys";

export const config = { api: { bodyParser: false } };

export default route({
  async DELETE(req, res) {
    await requireSameOriginWrite(req, res);
    const { account } = await requireSession(req);
    const { id } = parseQuery(KeyParams, req);
    await revokeKey(await database(), account.id, id);
    sendNoContent(res);
  },
});
