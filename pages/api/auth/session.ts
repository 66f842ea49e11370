import { findSession } from "#lib/server/accounts/sessions";
import { canSignUp } from "#lib/server/accounts/sign-up";
import { authenticate } from "#lib/server/authentication";
import { database } from "#lib/server/db/database";
import { parseQuery } from "#lib/server/http/query";
import { PRIVATE, sendJson } from "#lib/server/http/response";
import { route } from "#lib/server/http/route";
import { bearerToken } from "#lib/server/keys/keys";
import { countUnread } from "#lib/server/messages/messages";
import type { SessionState } from "#lib/shared/accounts";
import { NoQuery } from "#lib/shared/params";

export const config = { api: { bodyParser: false } };

export default route({
  async GET(req, res) {
    parseQuery(NoQuery, req);
    const { mayPost } = await authenticate(req);
    const session = bearerToken(req) === undefined ? await findSession(req) : undefined;
    const db = await database();
    const state: SessionState = {
      account: session?.account ?? null,
      mayPost,
      maySignUp: await canSignUp(db),
      ...(session?.account.role === "owner" && { unreadMessages: await countUnread(db) }),
    };
    sendJson(res, state, { headers: PRIVATE });
  },
});
