import { authenticate } from "#lib/server/authentication";
import { listAutosaves } from "#lib/server/autosaves/autosaves";
import { database } from "#lib/server/db/database";
import { parseQuery } from "#lib/server/http/query";
import { PRIVATE, sendJson } from "#lib/server/http/response";
import { route } from "#lib/server/http/route";
import { getOrigin } from "#lib/server/origin";
import { nextPageLink } from "#lib/server/pagination";
import { requireAccount } from "#lib/server/viewer";
import { AutosavesQuery } from "#lib/shared/autosaves";

export const config = { api: { bodyParser: false } };

export default route({
  async GET(req, res) {
    const account = requireAccount(await authenticate(req));
    const query = parseQuery(AutosavesQuery, req);
    const { autosaves, next } = await listAutosaves(await database(), account, query);
    const link = nextPageLink(`${getOrigin(req)}/api/autosaves`, query, next);
    sendJson(res, autosaves, { headers: { ...PRIVATE, Link: link } });
  },
});
