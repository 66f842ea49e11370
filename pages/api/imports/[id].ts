import { requireOwner } from "#lib/server/authentication";
import { database } from "#lib/server/db/database";
import { readBody } from "#lib/server/http/body";
import { parse } from "#lib/server/http/parse";
import { parseQuery } from "#lib/server/http/query";
import { PRIVATE, sendJson, sendNoContent } from "#lib/server/http/response";
import { route } from "#lib/server/http/route";
import { requireOwnerWriter } from "#lib/server/http/writer";
import { requireJob, toImport } from "#lib/server/import/jobs/jobs";
import { ImportParams, ImportPatch } from "#lib/shared/imports";

export const config = { api: { bodyParser: false } };

export default route({
  async GET(req, res) {
    await requireOwner(req);
    const { id } = parseQuery(ImportParams, req);
    sendJson(res, toImport(await requireJob(await database(), id)), { headers: PRIVATE });
  },

  async PATCH(req, res) {
    await requireOwnerWriter(req, res);
    const { id } = parseQuery(ImportParams, req);
    const patch = parse(ImportPatch, await readBody(req));
    const { changeImport } = await import("#lib/server/import/jobs/actions");
    sendJson(res, await changeImport(await database(), id, patch), { headers: PRIVATE });
  },

  async DELETE(req, res) {
    await requireOwnerWriter(req, res);
    const { id } = parseQuery(ImportParams, req);
    const { deleteStoredImport } = await import("#lib/server/import/jobs/actions");
    await deleteStoredImport(await database(), id);
    sendNoContent(res);
  },
});
