import { database } from "#lib/server/db/database";
import { readBody } from "#lib/server/http/body";
import { parse } from "#lib/server/http/parse";
import { parseQuery } from "#lib/server/http/query";
import { PRIVATE, sendJson, sendNoContent } from "#lib/server/http/response";
import { route } from "#lib/server/http/route";
import { requireOwnerWriter } from "#lib/server/http/writer";
import { changeMessage, deleteMessage } from "#lib/server/messages/messages";
import { MessageParams, MessagePatch } from "#lib/shared/messages";

export const config = { api: { bodyParser: false } };

export default route({
  async PATCH(req, res) {
    await requireOwnerWriter(req, res);
    const { id } = parseQuery(MessageParams, req);
    const patch = parse(MessagePatch, await readBody(req));
    const message = await changeMessage(await database(), id, patch);
    sendJson(res, message, { headers: PRIVATE });
  },

  async DELETE(req, res) {
    await requireOwnerWriter(req, res);
    const { id } = parseQuery(MessageParams, req);
    await deleteMessage(await database(), id);
    sendNoContent(res);
  },
});
