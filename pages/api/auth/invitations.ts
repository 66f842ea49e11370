import { requireSession } from "#lib/server/accounts/sessions";
import { createInvitation } from "#lib/server/accounts/sign-up";
import { database } from "#lib/server/db/database";
import { parseQuery } from "#lib/server/http/query";
import { PRIVATE, sendJson } from "#lib/server/http/response";
import { route } from "#lib/server/http/route";
import { requireSameOriginWrite } from "#lib/server/http/writer";
import { getOrigin } from "#lib/server/origin";
import { Problem } from "#lib/server/problem";
import { NoQuery } from "#lib/shared/params";

export const config = { api: { bodyParser: false } };

export default route({
  async POST(req, res) {
    await requireSameOriginWrite(req, res);
    const { account } = await requireSession(req);
    parseQuery(NoQuery, req);
    if (account.role !== "owner") throw new Problem("forbidden", { title: "Only the owner invites" });
    const invitation = await createInvitation(await database(), getOrigin(req));
    sendJson(res, invitation, { status: 201, headers: PRIVATE });
  },
});
