import { requireCanPost } from "#lib/server/authentication";
import { database } from "#lib/server/db/database";
import { parseQuery } from "#lib/server/http/query";
import { PRIVATE, sendJson, sendNoContent } from "#lib/server/http/response";
import { route } from "#lib/server/http/route";
import { requireWriter } from "#lib/server/http/writer";
import { findUses } from "#lib/server/images/find-uses";
import { requireOwnImage, toImage } from "#lib/server/images/images";
import { ImageParams } from "#lib/shared/images";

export const config = { api: { bodyParser: false } };

export default route({
  async GET(req, res) {
    const viewer = await requireCanPost(req);
    const { id } = parseQuery(ImageParams, req);
    const db = await database();
    const image = await requireOwnImage(db, id, viewer);
    sendJson(res, { ...toImage(image), uses: await findUses(db, id, viewer) }, { headers: PRIVATE });
  },

  async DELETE(req, res) {
    const author = await requireWriter(req, res);
    const { id } = parseQuery(ImageParams, req);
    const { deleteImage } = await import("#lib/server/images/delete");
    await deleteImage(await database(), id, author);
    sendNoContent(res);
  },
});
