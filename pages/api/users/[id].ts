import type { NextApiRequest } from "next";
import { authenticate } from "#lib/server/authentication";
import { database } from "#lib/server/db/database";
import { readBody } from "#lib/server/http/body";
import { requireMatch } from "#lib/server/http/conditional";
import { parse } from "#lib/server/http/parse";
import { parseQuery } from "#lib/server/http/query";
import { PRIVATE, sendJson, sendNoContent } from "#lib/server/http/response";
import { route } from "#lib/server/http/route";
import { requireUserManager, requireUserWriter } from "#lib/server/http/writer";
import { changeUser } from "#lib/server/users/change";
import { deleteUser, refuseOwnDeletion } from "#lib/server/users/delete";
import { requireUser, userTag } from "#lib/server/users/users";
import { type User, UserDeletion, UserParams, UserPatch } from "#lib/shared/users";

export const config = { api: { bodyParser: false } };

const ifMatch = (req: NextApiRequest) => (current: User) =>
  requireMatch(req, userTag(current), current, { title: "The user has changed since" });

export default route({
  async GET(req, res) {
    const viewer = await authenticate(req);
    const { id } = parseQuery(UserParams, req);
    const user = await requireUser(await database(), id, viewer);
    sendJson(res, user, { headers: { ...PRIVATE, ETag: userTag(user) } });
  },

  async PATCH(req, res) {
    const writer = await requireUserWriter(req, res, String(req.query.id));
    const { id } = parseQuery(UserParams, req);
    const patch = parse(UserPatch, await readBody(req));
    const user = await changeUser(await database(), id, patch, writer, { precondition: ifMatch(req) });
    sendJson(res, user, { headers: { ...PRIVATE, ETag: userTag(user) } });
  },

  async DELETE(req, res) {
    const owner = await requireUserManager(req, res);
    const { id, ...query } = parseQuery(UserParams.extend(UserDeletion.partial().shape), req);
    refuseOwnDeletion(id, owner);
    await deleteUser(await database(), id, parse(UserDeletion, query), owner, { precondition: ifMatch(req) });
    sendNoContent(res);
  },
});
