import { requireSession } from "#lib/server/accounts/sessions";
import { database } from "#lib/server/db/current";
import { parse } from "#lib/server/http/parse";
import { noContent } from "#lib/server/http/reply";
import { route } from "#lib/server/http/route";
import { guardForm } from "#lib/server/http/writer";
import { removePasskey } from "#lib/server/passkeys/passkeys";
import { PostAddress } from "#lib/shared/post-query";

export const config = { api: { bodyParser: false } };

export default route({
  async DELETE(req, res) {
    await guardForm(req, res);
    const { account } = await requireSession(req);
    const { id } = parse(PostAddress, req.query);
    await removePasskey(await database(), account.id, id);
    noContent(res);
  },
});
