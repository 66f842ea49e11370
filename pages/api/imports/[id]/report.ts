import { requireOwner } from "#lib/server/authentication";
import { database } from "#lib/server/db/database";
import { parseQuery } from "#lib/server/http/query";
import { route } from "#lib/server/http/route";
import { requireJob } from "#lib/server/import/jobs/jobs";
import { sendReport } from "#lib/server/import/jobs/send-report";
import { ImportParams } from "#lib/shared/imports";

export const config = { api: { bodyParser: false } };

export default route({
  async GET(req, res) {
    await requireOwner(req);
    const { id } = parseQuery(ImportParams, req);
    const db = await database();
    await sendReport(db, await requireJob(db, id), res);
  },
});
