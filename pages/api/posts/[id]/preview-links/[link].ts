import { database } from "#lib/server/db/database";
import { parseQuery } from "#lib/server/http/query";
import { sendNoContent } from "#lib/server/http/response";
import { route } from "#lib/server/http/route";
import { requireWriter } from "#lib/server/http/writer";
import { revokePreviewLink } from "#lib/server/preview-links/preview-links";
import { PreviewLinkParams } from "#lib/shared/preview-links";

export const config = { api: { bodyParser: false } };

export default route({
  async DELETE(req, res) {
    const author = await requireWriter(req, res);
    const { id, link } = parseQuery(PreviewLinkParams, req);
    await revokePreviewLink(await database(), id, link, author);
    sendNoContent(res);
  },
});
