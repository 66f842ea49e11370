import { entityTag, isNotModified, notModified } from "#lib/server/http/conditional";
import { parse } from "#lib/server/http/parse";
import { PUBLIC, reply } from "#lib/server/http/reply";
import { route } from "#lib/server/http/route";
import { openApiDocument } from "#lib/server/openapi/document";
import { originOf } from "#lib/server/origin";
import { NoQuery } from "#lib/shared/post-query";

export const config = { api: { bodyParser: false } };

export default route({
  async GET(req, res) {
    parse(NoQuery, req.query);
    const document = openApiDocument(originOf(req));
    const headers = { ...PUBLIC, ETag: entityTag(JSON.stringify(document)) };
    if (isNotModified(req, headers.ETag)) notModified(res, headers);
    else reply(res, document, { headers });
  },
});
