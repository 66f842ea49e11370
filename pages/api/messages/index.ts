import { requireOwner } from "#lib/server/authentication";
import { database } from "#lib/server/db/database";
import { readBody } from "#lib/server/http/body";
import { parse } from "#lib/server/http/parse";
import { parseQuery } from "#lib/server/http/query";
import { PRIVATE, sendJson, sendNoContent } from "#lib/server/http/response";
import { route } from "#lib/server/http/route";
import { requireSameOriginWrite } from "#lib/server/http/writer";
import { createMessage, listMessages } from "#lib/server/messages/messages";
import { getOrigin } from "#lib/server/origin";
import { nextPageLink } from "#lib/server/pagination";
import { NewMessage } from "#lib/shared/messages";
import { NoQuery, PageQuery } from "#lib/shared/params";

export const config = { api: { bodyParser: false } };

export default route({
  async GET(req, res) {
    await requireOwner(req);
    const query = parseQuery(PageQuery, req);
    const { messages, next } = await listMessages(await database(), query);
    sendJson(res, messages, {
      headers: { ...PRIVATE, Link: nextPageLink(`${getOrigin(req)}/api/messages`, query, next) },
    });
  },

  async POST(req, res) {
    await requireSameOriginWrite(req, res);
    parseQuery(NoQuery, req);
    const message = parse(NewMessage, await readBody(req));
    await createMessage(await database(), req, message);
    sendNoContent(res);
  },
});
