import { parse } from "#lib/server/http/parse";
import { replyPublicText } from "#lib/server/http/public-text";
import { route } from "#lib/server/http/route";
import { llmsText } from "#lib/server/site/llms";
import { NoQuery } from "#lib/shared/post-query";

export const config = { api: { bodyParser: false } };

export default route({
  async GET(req, res) {
    parse(NoQuery, req.query);
    await replyPublicText(req, res, { type: "text/plain", parts: ["llms"] }, llmsText);
  },
});
