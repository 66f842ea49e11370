import { sendPublicText } from "#lib/server/http/public-text";
import { parseQuery } from "#lib/server/http/query";
import { route } from "#lib/server/http/route";
import { llmsText } from "#lib/server/site/llms";
import { NoQuery } from "#lib/shared/params";

export const config = { api: { bodyParser: false } };

export default route({
  async GET(req, res) {
    parseQuery(NoQuery, req);
    await sendPublicText(req, res, { type: "text/plain", parts: ["llms"] }, llmsText);
  },
});
