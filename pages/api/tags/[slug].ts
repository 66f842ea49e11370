import { database } from "#lib/server/db/database";
import { readBody } from "#lib/server/http/body";
import { parse } from "#lib/server/http/parse";
import { parseQuery } from "#lib/server/http/query";
import { PRIVATE, sendJson, sendNoContent } from "#lib/server/http/response";
import { route } from "#lib/server/http/route";
import { requireEditorWriter } from "#lib/server/http/writer";
import { TagParams, TagPatch } from "#lib/shared/tags";

export const config = { api: { bodyParser: false } };

/** Lazily loaded, with the code that indexes posts. */
const loadChanges = () => import("#lib/server/tags/change");

export default route({
  async PATCH(req, res) {
    await requireEditorWriter(req, res);
    const { slug } = parseQuery(TagParams, req);
    const { name } = parse(TagPatch, await readBody(req));
    const { renameTag } = await loadChanges();
    sendJson(res, await renameTag(await database(), slug, name), { headers: PRIVATE });
  },

  async DELETE(req, res) {
    await requireEditorWriter(req, res);
    const { slug } = parseQuery(TagParams, req);
    const { deleteTag } = await loadChanges();
    await deleteTag(await database(), slug);
    sendNoContent(res);
  },
});
