import { requireOwner } from "#lib/server/authentication";
import { database } from "#lib/server/db/database";
import { parseQuery } from "#lib/server/http/query";
import { PRIVATE, sendJson } from "#lib/server/http/response";
import { route } from "#lib/server/http/route";
import { listEntries } from "#lib/server/import/jobs/entries";
import { requireJob } from "#lib/server/import/jobs/jobs";
import { getOrigin } from "#lib/server/origin";
import { nextPageLink } from "#lib/server/pagination";
import { ImportEntriesQuery } from "#lib/shared/imports";
import { importEntriesPath } from "#lib/shared/owner-paths";

export const config = { api: { bodyParser: false } };

export default route({
  async GET(req, res) {
    await requireOwner(req);
    const { id, ...query } = parseQuery(ImportEntriesQuery, req);
    const db = await database();
    const { items, next } = await listEntries(db, await requireJob(db, id), query);
    const link = nextPageLink(`${getOrigin(req)}${importEntriesPath(id)}`, query, next);
    sendJson(res, items, { headers: { ...PRIVATE, Link: link } });
  },
});
