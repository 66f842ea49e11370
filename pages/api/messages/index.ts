import { database } from "#lib/server/db/current";
import { readBody } from "#lib/server/http/body";
import { nextPage } from "#lib/server/http/link";
import { parse } from "#lib/server/http/parse";
import { parseQuery } from "#lib/server/http/query";
import { noContent, PRIVATE, reply } from "#lib/server/http/reply";
import { route } from "#lib/server/http/route";
import { guardForm } from "#lib/server/http/writer";
import { leaveMessage, listMessages } from "#lib/server/messages/messages";
import { originOf } from "#lib/server/origin";
import { requireOwner } from "#lib/server/viewer";
import { NewMessage } from "#lib/shared/messages";
import { NoQuery, PageQuery } from "#lib/shared/params";

export const config = { api: { bodyParser: false } };

export default route({
  async GET(req, res) {
    await requireOwner(req);
    const query = parseQuery(PageQuery, req);
    const { messages, next } = await listMessages(await database(), query);
    reply(res, messages, { headers: { ...PRIVATE, Link: nextPage(`${originOf(req)}/api/messages`, query, next) } });
  },

  async POST(req, res) {
    await guardForm(req, res);
    parseQuery(NoQuery, req);
    await leaveMessage(await database(), req, parse(NewMessage, await readBody(req)));
    noContent(res);
  },
});
