import { authenticate } from "#lib/server/authentication";
import { autosaveEtag, deleteAutosave, putAutosave, requireAutosave } from "#lib/server/autosaves/autosaves";
import { database } from "#lib/server/db/database";
import { requireMatch } from "#lib/server/http/conditional";
import { parse } from "#lib/server/http/parse";
import { parseQuery } from "#lib/server/http/query";
import { limitAutosaves } from "#lib/server/http/rate-limit";
import { PRIVATE, sendJson, sendNoContent } from "#lib/server/http/response";
import { route } from "#lib/server/http/route";
import { requireWriter } from "#lib/server/http/writer";
import { readTextBody } from "#lib/server/posts/read-text";
import { Problem } from "#lib/server/problem";
import { requireAccount } from "#lib/server/viewer";
import { type Autosave, AutosaveInput, AutosaveParams } from "#lib/shared/autosaves";

export const config = { api: { bodyParser: false } };

const TITLE = "The autosave has changed since";

export default route({
  async GET(req, res) {
    const account = requireAccount(await authenticate(req));
    const { id } = parseQuery(AutosaveParams, req);
    const autosave = await requireAutosave(await database(), { account, id });
    sendJson(res, autosave, { headers: { ...PRIVATE, ETag: autosaveEtag(autosave) } });
  },

  async PUT(req, res) {
    const account = requireAccount(await requireWriter(req, res, limitAutosaves));
    const { id } = parseQuery(AutosaveParams, req);
    const input = parse(AutosaveInput, await readTextBody(req));

    function precondition(current: Autosave | undefined): void {
      if (current) requireMatch(req, autosaveEtag(current), current, { title: TITLE });
      else if (req.headers["if-match"] !== undefined) throw new Problem("precondition-failed", { title: TITLE });
    }
    const autosave = await putAutosave(await database(), { account, id }, input, precondition);
    const status = autosave.version === 1 ? 201 : 200;
    sendJson(res, autosave, { status, headers: { ...PRIVATE, ETag: autosaveEtag(autosave) } });
  },

  async DELETE(req, res) {
    const account = requireAccount(await requireWriter(req, res, limitAutosaves));
    const { id } = parseQuery(AutosaveParams, req);
    await deleteAutosave(await database(), { account, id });
    sendNoContent(res);
  },
});
