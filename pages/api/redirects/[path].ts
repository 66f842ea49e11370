import { requireOwner } from "#lib/server/authentication";
import { database } from "#lib/server/db/database";
import { readBody } from "#lib/server/http/body";
import { parse } from "#lib/server/http/parse";
import { parseQuery } from "#lib/server/http/query";
import { PRIVATE, sendJson, sendNoContent } from "#lib/server/http/response";
import { route } from "#lib/server/http/route";
import { requireOwnerWriter } from "#lib/server/http/writer";
import { getOrigin } from "#lib/server/origin";
import { deleteRedirect, putRedirects, requireRedirect } from "#lib/server/redirects/redirects";
import { redirectPath } from "#lib/shared/owner-paths";
import { RedirectParams, RedirectTarget } from "#lib/shared/redirects";

export const config = { api: { bodyParser: false } };

export default route({
  async GET(req, res) {
    await requireOwner(req);
    const { path } = parseQuery(RedirectParams, req);
    sendJson(res, await requireRedirect(await database(), path, getOrigin(req)), { headers: PRIVATE });
  },

  async PUT(req, res) {
    await requireOwnerWriter(req, res);
    const { path } = parseQuery(RedirectParams, req);
    const { post, url } = parse(RedirectTarget, await readBody(req));
    const origin = getOrigin(req);
    for (const { redirect, isNew } of await putRedirects(await database(), [{ path, post, url }], origin)) {
      const headers = { ...PRIVATE, ...(isNew && { Location: origin + redirectPath(path) }) };
      sendJson(res, redirect, { status: isNew ? 201 : 200, headers });
    }
  },

  async DELETE(req, res) {
    await requireOwnerWriter(req, res);
    const { path } = parseQuery(RedirectParams, req);
    await deleteRedirect(await database(), path);
    sendNoContent(res);
  },
});
