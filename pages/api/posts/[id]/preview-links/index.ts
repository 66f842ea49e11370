import { authenticate } from "#lib/server/authentication";
import { database } from "#lib/server/db/database";
import { readBody } from "#lib/server/http/body";
import { parse } from "#lib/server/http/parse";
import { parseQuery } from "#lib/server/http/query";
import { PRIVATE, sendJson } from "#lib/server/http/response";
import { route } from "#lib/server/http/route";
import { requireWriter } from "#lib/server/http/writer";
import { getOrigin } from "#lib/server/origin";
import { requireEditablePost } from "#lib/server/posts/read";
import { createPreviewLink, listPreviewLinks } from "#lib/server/preview-links/preview-links";
import { PostParams } from "#lib/shared/post-query";
import { NewPreviewLink } from "#lib/shared/preview-links";

export const config = { api: { bodyParser: false } };

export default route({
  async GET(req, res) {
    const { id } = parseQuery(PostParams, req);
    const db = await database();
    const post = await requireEditablePost(db, id, await authenticate(req));
    sendJson(res, await listPreviewLinks(db, post), { headers: PRIVATE });
  },

  async POST(req, res) {
    const author = await requireWriter(req, res);
    const { id } = parseQuery(PostParams, req);
    const db = await database();
    await requireEditablePost(db, id, author);
    const input = parse(NewPreviewLink, await readBody(req));
    const link = await createPreviewLink(db, id, input, author, getOrigin(req));
    sendJson(res, link, { status: 201, headers: PRIVATE });
  },
});
