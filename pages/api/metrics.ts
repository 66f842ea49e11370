import { parseQuery } from "#lib/server/http/query";
import { PRIVATE, sendResponse } from "#lib/server/http/response";
import { route } from "#lib/server/http/route";
import { METRICS_TYPE, scrape } from "#lib/server/metrics/scrape";
import { requireMetricsToken } from "#lib/server/metrics/token";
import { NoQuery } from "#lib/shared/params";

export const config = { api: { bodyParser: false } };

export default route({
  async GET(req, res) {
    parseQuery(NoQuery, req);
    requireMetricsToken(req);
    const headers = { "Content-Type": METRICS_TYPE, ...PRIVATE };
    sendResponse(res, { status: 200, headers, body: await scrape() });
  },
});
