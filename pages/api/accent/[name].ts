import { entityTag, isNotModified, notModified } from "#lib/server/http/conditional";
import { parseQuery } from "#lib/server/http/query";
import { PUBLIC, sendResponse } from "#lib/server/http/response";
import { route } from "#lib/server/http/route";
import { Problem } from "#lib/server/problem";
import { findAccent } from "#lib/server/site/accent";
import { AccentParams } from "#lib/shared/site-settings";

export const config = { api: { bodyParser: false } };

const IMMUTABLE = { "Cache-Control": "public, max-age=31536000, immutable" };

export default route({
  async GET(req, res) {
    const { name } = parseQuery(AccentParams, req);
    const accent = findAccent(name);
    if (!accent) throw new Problem("not-found", { title: "No such colour" });
    const { isImmutable, styles } = accent;
    const headers = { ...(isImmutable ? IMMUTABLE : PUBLIC), ETag: entityTag(styles) };
    if (isNotModified(req, headers.ETag)) return notModified(res, headers);
    const type = "text/css; charset=utf-8";
    sendResponse(res, { status: 200, headers: { ...headers, "Content-Type": type }, body: styles });
  },
});
