import { requireSession } from "#lib/server/accounts/sessions";
import { database } from "#lib/server/db/database";
import { parseQuery } from "#lib/server/http/query";
import { sendNoContent } from "#lib/server/http/response";
import { route } from "#lib/server/http/route";
import { requireSameOriginWrite } from "#lib/server/http/writer";
import { deletePasskey } from "#lib/server/passkeys/passkeys";
import { PasskeyParams } from "#lib/shared/passkeys";

export const config = { api: { bodyParser: false } };

export default route({
  async DELETE(req, res) {
    await requireSameOriginWrite(req, res);
    const { account } = await requireSession(req);
    const { id } = parseQuery(PasskeyParams, req);
    await deletePasskey(await database(), account.id, id);
    sendNoContent(res);
  },
});
