import { signIn } from "#lib/server/accounts/sign-in";
import { database } from "#lib/server/db/database";
import { readBody } from "#lib/server/http/body";
import { parse } from "#lib/server/http/parse";
import { parseQuery } from "#lib/server/http/query";
import { sendJson } from "#lib/server/http/response";
import { route } from "#lib/server/http/route";
import { requireSameOriginWrite } from "#lib/server/http/writer";
import { SignIn } from "#lib/shared/accounts";
import { NoQuery } from "#lib/shared/params";

export const config = { api: { bodyParser: false } };

export default route({
  async POST(req, res) {
    await requireSameOriginWrite(req, res);
    parseQuery(NoQuery, req);
    const credentials = parse(SignIn, await readBody(req));
    const account = await signIn(await database(), req, res, credentials);
    sendJson(res, account);
  },
});
