import { database } from "#lib/server/db/current";
import { parseQuery } from "#lib/server/http/query";
import { PRIVATE, reply } from "#lib/server/http/reply";
import { route } from "#lib/server/http/route";
import { guardForm } from "#lib/server/http/writer";
import { beginPasskeySignIn } from "#lib/server/passkeys/sign-in";
import { NoQuery } from "#lib/shared/params";

export const config = { api: { bodyParser: false } };

export default route({
  async POST(req, res) {
    await guardForm(req, res);
    parseQuery(NoQuery, req);
    reply(res, await beginPasskeySignIn(await database(), req, res), { headers: PRIVATE });
  },
});
