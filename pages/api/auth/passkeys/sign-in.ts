import { database } from "#lib/server/db/database";
import { readBody } from "#lib/server/http/body";
import { parse } from "#lib/server/http/parse";
import { parseQuery } from "#lib/server/http/query";
import { sendJson } from "#lib/server/http/response";
import { route } from "#lib/server/http/route";
import { requireSameOriginWrite } from "#lib/server/http/writer";
import { signInWithPasskey } from "#lib/server/passkeys/sign-in";
import { NoQuery } from "#lib/shared/params";
import { PasskeySignIn } from "#lib/shared/passkeys";

export const config = { api: { bodyParser: false } };

export default route({
  async POST(req, res) {
    await requireSameOriginWrite(req, res);
    parseQuery(NoQuery, req);
    const { credential } = parse(PasskeySignIn, await readBody(req));
    const account = await signInWithPasskey(await database(), req, res, credential);
    sendJson(res, account);
  },
});
