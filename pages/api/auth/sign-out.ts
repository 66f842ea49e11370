import { signOut } from "#lib/server/accounts/sign-in";
import { parse } from "#lib/server/http/parse";
import { noContent } from "#lib/server/http/reply";
import { route } from "#lib/server/http/route";
import { guardForm } from "#lib/server/http/writer";
import { NoQuery } from "#lib/shared/post-query";

export const config = { api: { bodyParser: false } };

export default route({
  async POST(req, res) {
    await guardForm(req, res);
    parse(NoQuery, req.query);
    await signOut(req, res);
    noContent(res);
  },
});
