import { requireSession } from "#lib/server/accounts/sessions";
import { database } from "#lib/server/db/current";
import { parseQuery } from "#lib/server/http/query";
import { noContent } from "#lib/server/http/reply";
import { route } from "#lib/server/http/route";
import { guardForm } from "#lib/server/http/writer";
import { removePasskey } from "#lib/server/passkeys/passkeys";
import { PasskeyParams } from "#lib/shared/passkeys";

export const config = { api: { bodyParser: false } };

export default route({
  async DELETE(req, res) {
    await guardForm(req, res);
    const { account } = await requireSession(req);
    const { id } = parseQuery(PasskeyParams, req);
    await removePasskey(await database(), account.id, id);
    noContent(res);
  },
});
