import { requireSession } from "#lib/server/accounts/sessions";
import { database } from "#lib/server/db/current";
import { readBody } from "#lib/server/http/body";
import { parse } from "#lib/server/http/parse";
import { parseQuery } from "#lib/server/http/query";
import { PRIVATE, reply } from "#lib/server/http/reply";
import { route } from "#lib/server/http/route";
import { guardForm } from "#lib/server/http/writer";
import { originOf } from "#lib/server/origin";
import { addPasskey } from "#lib/server/passkeys/add";
import { listPasskeys } from "#lib/server/passkeys/passkeys";
import { NoQuery } from "#lib/shared/params";
import { NewPasskey } from "#lib/shared/passkeys";

export const config = { api: { bodyParser: false } };

export default route({
  async GET(req, res) {
    parseQuery(NoQuery, req);
    const { account } = await requireSession(req);
    reply(res, await listPasskeys(await database(), account.id), { headers: PRIVATE });
  },

  async POST(req, res) {
    await guardForm(req, res);
    const session = await requireSession(req);
    parseQuery(NoQuery, req);
    const wish = parse(NewPasskey, await readBody(req));
    const made = await addPasskey(await database(), req, session, wish);
    reply(res, made, {
      status: 201,
      headers: { ...PRIVATE, Location: `${originOf(req)}/api/auth/passkeys/${made.id}` },
    });
  },
});
