import { database } from "#lib/server/db/database";
import { isNotModified, notModified } from "#lib/server/http/conditional";
import { parseQuery } from "#lib/server/http/query";
import { route } from "#lib/server/http/route";
import { findFile, readFile } from "#lib/server/images/serve";
import { ImageFileParams } from "#lib/shared/images";

export const config = { api: { bodyParser: false } };

/** Other sites may show the image, as feed readers do; opened by itself, it runs and loads nothing. */
const HEADERS = {
  "Cache-Control": "public, max-age=31536000, immutable, no-transform",
  "Content-Security-Policy": "default-src 'none'; sandbox",
  "Cross-Origin-Resource-Policy": "cross-origin",
  "X-Content-Type-Options": "nosniff",
};

export default route({
  async GET(req, res) {
    const { file } = parseQuery(ImageFileParams, req);
    const found = await findFile(await database(), file);
    const headers = { ...HEADERS, ETag: found.etag };
    if (isNotModified(req, headers.ETag)) return notModified(res, headers);
    const bytes = await readFile(found);
    res.writeHead(200, { ...headers, "Content-Type": "image/webp", "Content-Length": bytes.length });
    res.end(req.method === "HEAD" ? undefined : bytes);
  },
});
