import { authenticate } from "#lib/server/authentication";
import { database } from "#lib/server/db/database";
import { sendDirectly } from "#lib/server/http/direct-response";
import { parseQuery } from "#lib/server/http/query";
import { PRIVATE } from "#lib/server/http/response";
import { route } from "#lib/server/http/route";
import { limitExports } from "#lib/server/rate-limits";
import { isOwner, requireAccount, requireAuthenticated } from "#lib/server/viewer";
import { ExportQuery } from "#lib/shared/export";

export const config = { api: { bodyParser: false } };

export default route({
  async GET(req, res) {
    const viewer = await authenticate(req);
    requireAuthenticated(viewer);
    const author = isOwner(viewer) ? undefined : requireAccount(viewer);
    const { withoutDrafts, withoutRevisions, withoutTrash } = parseQuery(ExportQuery, req);
    // Lazy-loaded: most processes never export.
    const { beginExport, exportHeaders, sendExport } = await import("#lib/server/export/send");
    const now = Date.now();
    const headers = { ...PRIVATE, ...exportHeaders(now) };
    await sendDirectly(res);
    if (req.method === "HEAD") {
      res.writeHead(200, headers).end();
      return;
    }
    const end = beginExport(viewer.id ?? "");
    try {
      const db = await database();
      await limitExports(db, viewer.id ?? "");
      const included = {
        drafts: withoutDrafts !== "true",
        trash: withoutTrash !== "true",
        revisions: withoutRevisions !== "true",
      };
      await sendExport(res, db, { ...included, author, now }, headers);
    } finally {
      end();
    }
  },
});
