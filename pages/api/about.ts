import { database } from "#lib/server/db/database";
import { readBody } from "#lib/server/http/body";
import { isNotModified, notModified, requireMatch } from "#lib/server/http/conditional";
import { parse } from "#lib/server/http/parse";
import { parseQuery } from "#lib/server/http/query";
import { PUBLIC, sendJson } from "#lib/server/http/response";
import { route } from "#lib/server/http/route";
import { requireEditorWriter } from "#lib/server/http/writer";
import { aboutTag, aboutVersionTag, changeAbout, readAbout } from "#lib/server/site/about";
import { ABOUT_CHANGED, AboutReplacement } from "#lib/shared/about";
import { NoQuery } from "#lib/shared/params";

export const config = { api: { bodyParser: false } };

export default route({
  async GET(req, res) {
    parseQuery(NoQuery, req);
    const about = await readAbout(await database());
    const headers = { ...PUBLIC, ETag: aboutTag(about) };
    if (isNotModified(req, headers.ETag)) notModified(res, headers);
    else sendJson(res, about, { headers });
  },

  async PUT(req, res) {
    const editor = await requireEditorWriter(req, res);
    parseQuery(NoQuery, req);
    const text = parse(AboutReplacement, await readBody(req));
    const about = await changeAbout(await database(), text, editor, {
      precondition: (current) =>
        requireMatch(req, aboutTag(current), current, { title: ABOUT_CHANGED, save: aboutVersionTag(current) }),
    });
    sendJson(res, about, { headers: { ETag: aboutTag(about) } });
  },
});
