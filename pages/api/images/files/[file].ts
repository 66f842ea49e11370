import type { NextApiRequest, NextApiResponse } from "next";
import { database } from "#lib/server/db/database";
import { isNotModified, notModified } from "#lib/server/http/conditional";
import { parseQuery } from "#lib/server/http/query";
import { route } from "#lib/server/http/route";
import { findFile, readFile } from "#lib/server/images/serve";
import { parseSocialImageName, readSocialImage } from "#lib/server/images/social-image";
import { getOrigin } from "#lib/server/origin";
import { requirePost } from "#lib/server/posts/read";
import { toPost } from "#lib/server/posts/row";
import { ANONYMOUS } from "#lib/server/viewer";
import { ImageFileParams } from "#lib/shared/images";

export const config = { api: { bodyParser: false } };

/** Other sites may show the image, as feed readers do; opened by itself, it runs and loads nothing. */
const HEADERS = {
  "Cache-Control": "public, max-age=31536000, immutable, no-transform",
  "Content-Security-Policy": "default-src 'none'; sandbox",
  "Cross-Origin-Resource-Policy": "cross-origin",
  "X-Content-Type-Options": "nosniff",
};

/** Sends the social image of a post. */
async function sendSocialImage(req: NextApiRequest, res: NextApiResponse, { hash, id }: { hash: string; id: string }) {
  const db = await database();
  // As anyone sees it: its name does not say who requests it.
  const row = await requirePost(db, id, ANONYMOUS);
  const headers = { ...HEADERS, ETag: `"${id}-${hash}"` };
  const bytes = await readSocialImage(db, row, toPost(row, getOrigin(req)), hash);
  if (isNotModified(req, headers.ETag)) return notModified(res, headers);
  res.writeHead(200, { ...headers, "Content-Type": "image/png", "Content-Length": bytes.length });
  res.end(req.method === "HEAD" ? undefined : bytes);
}

export default route({
  async GET(req, res) {
    const { file } = parseQuery(ImageFileParams, req);
    const social = parseSocialImageName(file);
    if (social) return sendSocialImage(req, res, social);
    const found = await findFile(await database(), file);
    const headers = { ...HEADERS, ETag: found.etag };
    if (isNotModified(req, headers.ETag)) return notModified(res, headers);
    const bytes = await readFile(found);
    res.writeHead(200, { ...headers, "Content-Type": "image/webp", "Content-Length": bytes.length });
    res.end(req.method === "HEAD" ? undefined : bytes);
  },
});
