import { authenticate } from "#lib/server/authentication";
import { database } from "#lib/server/db/database";
import { parseQuery } from "#lib/server/http/query";
import { PRIVATE, sendJson } from "#lib/server/http/response";
import { route } from "#lib/server/http/route";
import { getOrigin } from "#lib/server/origin";
import { nextPageLink } from "#lib/server/pagination";
import { listUsers } from "#lib/server/users/users";
import { PageQuery } from "#lib/shared/params";

export const config = { api: { bodyParser: false } };

export default route({
  async GET(req, res) {
    const viewer = await authenticate(req);
    const query = parseQuery(PageQuery, req);
    const { users, next } = await listUsers(await database(), viewer, query);
    const link = nextPageLink(`${getOrigin(req)}/api/users`, query, next);
    sendJson(res, users, { headers: { ...PRIVATE, Link: link } });
  },
});
