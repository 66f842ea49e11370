import { database } from "#lib/server/db/database";
import { parseQuery } from "#lib/server/http/query";
import { PRIVATE, sendJson } from "#lib/server/http/response";
import { route } from "#lib/server/http/route";
import { requireUserManager } from "#lib/server/http/writer";
import { renewInvitation } from "#lib/server/invitations/invitations";
import { getOrigin } from "#lib/server/origin";
import { InvitationParams } from "#lib/shared/invitations";

export const config = { api: { bodyParser: false } };

export default route({
  async POST(req, res) {
    const viewer = await requireUserManager(req, res);
    const { id } = parseQuery(InvitationParams, req);
    sendJson(res, await renewInvitation(await database(), id, viewer, getOrigin(req)), { headers: PRIVATE });
  },
});
