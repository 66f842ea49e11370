import { requireOwner } from "#lib/server/authentication";
import { database } from "#lib/server/db/database";
import { parseQuery } from "#lib/server/http/query";
import { PRIVATE, sendJson, sendNoContent } from "#lib/server/http/response";
import { route } from "#lib/server/http/route";
import { requireUserManager } from "#lib/server/http/writer";
import { cancelInvitation, requireInvitation } from "#lib/server/invitations/invitations";
import { InvitationParams } from "#lib/shared/invitations";

export const config = { api: { bodyParser: false } };

export default route({
  async GET(req, res) {
    await requireOwner(req);
    const { id } = parseQuery(InvitationParams, req);
    sendJson(res, await requireInvitation(await database(), id), { headers: PRIVATE });
  },

  async DELETE(req, res) {
    await requireUserManager(req, res);
    const { id } = parseQuery(InvitationParams, req);
    await cancelInvitation(await database(), id);
    sendNoContent(res);
  },
});
