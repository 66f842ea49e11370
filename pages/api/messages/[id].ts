import { database } from "#lib/server/db/current";
import { readBody } from "#lib/server/http/body";
import { parse } from "#lib/server/http/parse";
import { parseQuery } from "#lib/server/http/query";
import { noContent, PRIVATE, reply } from "#lib/server/http/reply";
import { route } from "#lib/server/http/route";
import { requireOwnerToWrite } from "#lib/server/http/writer";
import { changeMessage, removeMessage } from "#lib/server/messages/messages";
import { MessageParams, MessagePatch } from "#lib/shared/messages";

export const config = { api: { bodyParser: false } };

export default route({
  async PATCH(req, res) {
    await requireOwnerToWrite(req, res);
    const { id } = parseQuery(MessageParams, req);
    const patch = parse(MessagePatch, await readBody(req));
    reply(res, await changeMessage(await database(), id, patch), { headers: PRIVATE });
  },

  async DELETE(req, res) {
    await requireOwnerToWrite(req, res);
    const { id } = parseQuery(MessageParams, req);
    await removeMessage(await database(), id);
    noContent(res);
  },
});
