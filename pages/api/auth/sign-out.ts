import { signOut } from "#lib/server/accounts/sign-in";
import { parseQuery } from "#lib/server/http/query";
import { noContent } from "#lib/server/http/reply";
import { route } from "#lib/server/http/route";
import { guardForm } from "#lib/server/http/writer";
import { NoQuery } from "#lib/shared/params";

export const config = { api: { bodyParser: false } };

export default route({
  async POST(req, res) {
    await guardForm(req, res);
    parseQuery(NoQuery, req);
    await signOut(req, res);
    noContent(res);
  },
});
