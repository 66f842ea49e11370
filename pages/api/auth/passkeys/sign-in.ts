import { database } from "#lib/server/db/current";
import { readBody } from "#lib/server/http/body";
import { parse } from "#lib/server/http/parse";
import { parseQuery } from "#lib/server/http/query";
import { reply } from "#lib/server/http/reply";
import { route } from "#lib/server/http/route";
import { guardForm } from "#lib/server/http/writer";
import { signInWithPasskey } from "#lib/server/passkeys/sign-in";
import { NoQuery } from "#lib/shared/params";
import { PasskeySignIn } from "#lib/shared/passkeys";

export const config = { api: { bodyParser: false } };

export default route({
  async POST(req, res) {
    await guardForm(req, res);
    parseQuery(NoQuery, req);
    const { credential } = parse(PasskeySignIn, await readBody(req));
    reply(res, await signInWithPasskey(await database(), req, res, credential));
  },
});
