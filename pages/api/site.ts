import { database } from "#lib/server/db/database";
import { readBody } from "#lib/server/http/body";
import { isNotModified, notModified, requireMatch } from "#lib/server/http/conditional";
import { parse } from "#lib/server/http/parse";
import { parseQuery } from "#lib/server/http/query";
import { PUBLIC, sendJson } from "#lib/server/http/response";
import { route } from "#lib/server/http/route";
import { requireOwnerWriter } from "#lib/server/http/writer";
import { changeSettings, effectiveSettings, readSettings, settingsTag } from "#lib/server/site/settings";
import { NoQuery } from "#lib/shared/params";
import { SITE_CHANGED, SitePatch } from "#lib/shared/site-settings";

export const config = { api: { bodyParser: false } };

export default route({
  async GET(req, res) {
    parseQuery(NoQuery, req);
    const settings = effectiveSettings(await readSettings(await database()));
    const headers = { ...PUBLIC, ETag: settingsTag(settings) };
    if (isNotModified(req, headers.ETag)) notModified(res, headers);
    else sendJson(res, settings, { headers });
  },

  async PATCH(req, res) {
    await requireOwnerWriter(req, res);
    parseQuery(NoQuery, req);
    const patch = parse(SitePatch, await readBody(req));
    const settings = await changeSettings(await database(), patch, {
      precondition: (current) => requireMatch(req, settingsTag(current), current, { title: SITE_CHANGED }),
    });
    sendJson(res, settings, { headers: { ETag: settingsTag(settings) } });
  },
});
