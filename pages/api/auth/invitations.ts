import { database } from "#lib/server/db/database";
import { parseQuery } from "#lib/server/http/query";
import { PRIVATE, sendJson } from "#lib/server/http/response";
import { route } from "#lib/server/http/route";
import { requireUserManager } from "#lib/server/http/writer";
import { createInvitation } from "#lib/server/invitations/invitations";
import { getOrigin } from "#lib/server/origin";
import { NoQuery } from "#lib/shared/params";

export const config = { api: { bodyParser: false } };

export default route({
  async POST(req, res) {
    const viewer = await requireUserManager(req, res);
    parseQuery(NoQuery, req);
    const { expiresAt, url } = await createInvitation(await database(), { role: "author" }, viewer, getOrigin(req));
    sendJson(res, { url, expiresAt }, { status: 201, headers: PRIVATE });
  },
});
