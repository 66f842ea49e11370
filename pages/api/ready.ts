import { database } from "#lib/server/db/database";
import { canWrite, requireReadable } from "#lib/server/db/readiness";
import { parseQuery } from "#lib/server/http/query";
import { sendJson } from "#lib/server/http/response";
import { route } from "#lib/server/http/route";
import { Problem } from "#lib/server/problem";
import { isStopping } from "#lib/server/process/stopping";
import { ReadyQuery } from "#lib/shared/params";

export const config = { api: { bodyParser: false } };
const headers = { "Retry-After": "2" };

export default route({
  async GET(req, res) {
    const { for: purpose } = parseQuery(ReadyQuery, req);
    if (isStopping()) throw new Problem("unavailable", { title: "The server is stopping", headers });
    const db = await database();
    await requireReadable(db);
    if (purpose === "reads") {
      sendJson(res, { status: "ready", reads: true });
      return;
    }
    if (!(await canWrite(db))) {
      const ready = { reads: true, writes: false };
      throw new Problem("unavailable", { title: "The database takes no writes", ready, headers });
    }
    sendJson(res, { status: "ready", reads: true, writes: true });
  },
});
