import { requireCanPost } from "#lib/server/authentication";
import { database } from "#lib/server/db/database";
import { parseQuery } from "#lib/server/http/query";
import { PRIVATE, sendJson } from "#lib/server/http/response";
import { route } from "#lib/server/http/route";
import { requireUploader } from "#lib/server/http/writer";
import { toImage, uploader } from "#lib/server/images/images";
import { listImages } from "#lib/server/images/list";
import { getOrigin } from "#lib/server/origin";
import { nextPageLink } from "#lib/server/pagination";
import { ImagesQuery } from "#lib/shared/images";
import { NoQuery } from "#lib/shared/params";

export const config = { api: { bodyParser: false } };

export default route({
  async GET(req, res) {
    const viewer = await requireCanPost(req);
    const query = parseQuery(ImagesQuery, req);
    const { items, next } = await listImages(await database(), viewer, query);
    const link = nextPageLink(`${getOrigin(req)}/api/images`, query, next);
    sendJson(res, items, { headers: { ...PRIVATE, Link: link } });
  },

  async POST(req, res) {
    const author = await requireUploader(req, res);
    parseQuery(NoQuery, req);
    // Lazily loaded, so that reads do not wait for the code that stores images.
    const [{ receiveUpload }, { storeImage }] = await Promise.all([
      import("#lib/server/images/upload"),
      import("#lib/server/images/store"),
    ]);
    const db = await database();
    const { image, isNew } = await receiveUpload(req, (upload) => storeImage(db, upload, uploader(author)));
    const body = toImage(image);
    const location = `${getOrigin(req)}/api/images/${image.id}`;
    sendJson(res, body, { status: isNew ? 201 : 200, headers: { ...PRIVATE, Location: location } });
  },
});
