import { requireSession } from "#lib/server/accounts/sessions";
import { database } from "#lib/server/db/current";
import { parseQuery } from "#lib/server/http/query";
import { noContent } from "#lib/server/http/reply";
import { route } from "#lib/server/http/route";
import { guardForm } from "#lib/server/http/writer";
import { revokeKey } from "#lib/server/keys";
import { KeyParams } from "#lib/shared/keys";

export const config = { api: { bodyParser: false } };

export default route({
  async DELETE(req, res) {
    await guardForm(req, res);
    const { account } = await requireSession(req);
    const { id } = parseQuery(KeyParams, req);
    await revokeKey(await database(), account.id, id);
    noContent(res);
  },
});
