import { signOut } from "#lib/server/accounts/sign-in";
import { parseQuery } from "#lib/server/http/query";
import { sendNoContent } from "#lib/server/http/response";
import { route } from "#lib/server/http/route";
import { requireSameOriginWrite } from "#lib/server/http/writer";
import { NoQuery } from "#lib/shared/params";

export const config = { api: { bodyParser: false } };

export default route({
  async POST(req, res) {
    await requireSameOriginWrite(req, res);
    parseQuery(NoQuery, req);
    await signOut(req, res);
    sendNoContent(res);
  },
});
