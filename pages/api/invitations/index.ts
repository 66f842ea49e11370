import { requireOwner } from "#lib/server/authentication";
import { database } from "#lib/server/db/database";
import { readBody } from "#lib/server/http/body";
import { parse } from "#lib/server/http/parse";
import { parseQuery } from "#lib/server/http/query";
import { PRIVATE, sendJson } from "#lib/server/http/response";
import { route } from "#lib/server/http/route";
import { requireUserManager } from "#lib/server/http/writer";
import { createInvitation, listInvitations } from "#lib/server/invitations/invitations";
import { getOrigin } from "#lib/server/origin";
import { nextPageLink } from "#lib/server/pagination";
import { NewInvitation } from "#lib/shared/invitations";
import { invitationPath } from "#lib/shared/owner-paths";
import { NoQuery, PageQuery } from "#lib/shared/params";

export const config = { api: { bodyParser: false } };

export default route({
  async GET(req, res) {
    await requireOwner(req);
    const query = parseQuery(PageQuery, req);
    const { invitations, next } = await listInvitations(await database(), query);
    const link = nextPageLink(`${getOrigin(req)}/api/invitations`, query, next);
    sendJson(res, invitations, { headers: { ...PRIVATE, Link: link } });
  },

  async POST(req, res) {
    const viewer = await requireUserManager(req, res);
    parseQuery(NoQuery, req);
    const input = parse(NewInvitation, await readBody(req));
    const origin = getOrigin(req);
    const invitation = await createInvitation(await database(), input, viewer, origin);
    const headers = { ...PRIVATE, Location: origin + invitationPath(invitation.id) };
    sendJson(res, invitation, { status: 201, headers });
  },
});
