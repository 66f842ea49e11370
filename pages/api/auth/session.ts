import { findSession } from "#lib/server/accounts/sessions";
import { maySignUp } from "#lib/server/accounts/sign-up";
import { database } from "#lib/server/db/current";
import { parseQuery } from "#lib/server/http/query";
import { PRIVATE, reply } from "#lib/server/http/reply";
import { route } from "#lib/server/http/route";
import { sentKey } from "#lib/server/keys";
import { viewerOf } from "#lib/server/viewer";
import { NoQuery } from "#lib/shared/params";

export const config = { api: { bodyParser: false } };

export default route({
  async GET(req, res) {
    parseQuery(NoQuery, req);
    const { mayPost } = await viewerOf(req);
    const session = sentKey(req) === undefined ? await findSession(req) : undefined;
    const state = { account: session?.account ?? null, mayPost, maySignUp: await maySignUp(await database()) };
    reply(res, state, { headers: PRIVATE });
  },
});
