import { requireOpenInvitation, signUp } from "#lib/server/accounts/sign-up";
import { database } from "#lib/server/db/current";
import { readBody } from "#lib/server/http/body";
import { parse } from "#lib/server/http/parse";
import { parseQuery } from "#lib/server/http/query";
import { reply } from "#lib/server/http/reply";
import { route } from "#lib/server/http/route";
import { guardForm } from "#lib/server/http/writer";
import { SignUp } from "#lib/shared/accounts";
import { NoQuery } from "#lib/shared/params";

export const config = { api: { bodyParser: false } };

export default route({
  async POST(req, res) {
    await guardForm(req, res);
    parseQuery(NoQuery, req);
    const db = await database();
    const body: { invitation?: unknown } = await readBody(req);
    await requireOpenInvitation(db, body.invitation);
    await signUp(db, req, parse(SignUp, body));
    reply(res, { status: "made" }, { status: 201 });
  },
});
