import { requireOwner } from "#lib/server/authentication";
import { database } from "#lib/server/db/database";
import { parseQuery } from "#lib/server/http/query";
import { PRIVATE, sendJson } from "#lib/server/http/response";
import { route } from "#lib/server/http/route";
import { requireOwnerWriter } from "#lib/server/http/writer";
import { listImports } from "#lib/server/import/jobs/jobs";
import { getOrigin } from "#lib/server/origin";
import { nextPageLink } from "#lib/server/pagination";
import { NoQuery, PageQuery } from "#lib/shared/params";

export const config = { api: { bodyParser: false } };

export default route({
  async GET(req, res) {
    await requireOwner(req);
    const query = parseQuery(PageQuery, req);
    const { items, next } = await listImports(await database(), query);
    const link = nextPageLink(`${getOrigin(req)}/api/imports`, query, next);
    sendJson(res, items, { headers: { ...PRIVATE, Link: link } });
  },

  async POST(req, res) {
    const owner = await requireOwnerWriter(req, res);
    parseQuery(NoQuery, req);
    const { uploadSource } = await import("#lib/server/import/jobs/actions");
    const created = await uploadSource(await database(), req, owner);
    const location = `${getOrigin(req)}/api/imports/${created.id}`;
    sendJson(res, created, { status: 201, headers: { ...PRIVATE, Location: location } });
  },
});
