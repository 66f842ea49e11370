import { reply } from "#lib/server/http/reply";
import { route } from "#lib/server/http/route";

export default route({
  async GET(_req, res) {
    reply(res, { status: "ok" });
  },
});
