import { requireOpenInvitation, signUp } from "#lib/server/accounts/sign-up";
import { database } from "#lib/server/db/database";
import { readBody } from "#lib/server/http/body";
import { parse } from "#lib/server/http/parse";
import { parseQuery } from "#lib/server/http/query";
import { sendJson } from "#lib/server/http/response";
import { route } from "#lib/server/http/route";
import { requireSameOriginWrite } from "#lib/server/http/writer";
import { SignUp } from "#lib/shared/accounts";
import { NoQuery } from "#lib/shared/params";

export const config = { api: { bodyParser: false } };

export default route({
  async POST(req, res) {
    await requireSameOriginWrite(req, res);
    parseQuery(NoQuery, req);
    const db = await database();
    const body: { invitation?: unknown } = await readBody(req);
    await requireOpenInvitation(db, body.invitation);
    await signUp(db, req, parse(SignUp, body));
    sendJson(res, { status: "made" }, { status: 201 });
  },
});
