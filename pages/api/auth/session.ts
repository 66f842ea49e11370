import { findSession } from "#lib/server/accounts/sessions";
import { maySignUp } from "#lib/server/accounts/sign-up";
import { database } from "#lib/server/db/current";
import { parse } from "#lib/server/http/parse";
import { PRIVATE, reply } from "#lib/server/http/reply";
import { route } from "#lib/server/http/route";
import { sentKey } from "#lib/server/keys";
import { viewerOf } from "#lib/server/viewer";
import { NoQuery } from "#lib/shared/post-query";

export const config = { api: { bodyParser: false } };

export default route({
  async GET(req, res) {
    parse(NoQuery, req.query);
    const { mayPost } = await viewerOf(req);
    const session = sentKey(req) === undefined ? await findSession(req) : undefined;
    const state = { account: session?.account ?? null, mayPost, maySignUp: await maySignUp(await database()) };
    reply(res, state, { headers: PRIVATE });
  },
});
