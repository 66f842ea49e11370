import { entityTag, isNotModified, notModified } from "#lib/server/http/conditional";
import { parseQuery } from "#lib/server/http/query";
import { PUBLIC, sendResponse } from "#lib/server/http/response";
import { route } from "#lib/server/http/route";
import { manifestText } from "#lib/server/site/manifest";
import { NoQuery } from "#lib/shared/params";

export const config = { api: { bodyParser: false } };

export default route({
  async GET(req, res) {
    parseQuery(NoQuery, req);
    const body = await manifestText();
    const headers = { ...PUBLIC, ETag: entityTag(body) };
    if (isNotModified(req, headers.ETag)) notModified(res, headers);
    else
      sendResponse(res, {
        status: 200,
        headers: { ...headers, "Content-Type": "application/manifest+json; charset=utf-8" },
        body,
      });
  },
});
