import { requireSession } from "#lib/server/accounts/sessions";
import { createInvitation } from "#lib/server/accounts/sign-up";
import { database } from "#lib/server/db/current";
import { parseQuery } from "#lib/server/http/query";
import { PRIVATE, reply } from "#lib/server/http/reply";
import { route } from "#lib/server/http/route";
import { guardForm } from "#lib/server/http/writer";
import { originOf } from "#lib/server/origin";
import { Problem } from "#lib/server/problem";
import { NoQuery } from "#lib/shared/params";

export const config = { api: { bodyParser: false } };

export default route({
  async POST(req, res) {
    await guardForm(req, res);
    const { account } = await requireSession(req);
    parseQuery(NoQuery, req);
    if (account.role !== "owner") throw new Problem("forbidden", { title: "Only the owner invites" });
    reply(res, await createInvitation(await database(), originOf(req)), { status: 201, headers: PRIVATE });
  },
});
