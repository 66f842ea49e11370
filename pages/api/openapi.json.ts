import { entityTag, isNotModified, notModified } from "#lib/server/http/conditional";
import { parseQuery } from "#lib/server/http/query";
import { PUBLIC, sendJson } from "#lib/server/http/response";
import { route } from "#lib/server/http/route";
import { openApiDocument } from "#lib/server/openapi/document";
import { getOrigin } from "#lib/server/origin";
import { NoQuery } from "#lib/shared/params";

export const config = { api: { bodyParser: false } };

export default route({
  async GET(req, res) {
    parseQuery(NoQuery, req);
    const document = openApiDocument(getOrigin(req));
    const headers = { ...PUBLIC, ETag: entityTag(JSON.stringify(document)) };
    if (isNotModified(req, headers.ETag)) notModified(res, headers);
    else sendJson(res, document, { headers });
  },
});
