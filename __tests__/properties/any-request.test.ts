import { z } from "zod";
import { LegacyPost, Post, PostListItem, Revision, RevisionSummary, TrashedPost } from "#lib/shared/posts";
import { ProblemBody } from "#lib/shared/problems";
import { TagCount } from "#lib/shared/tags";
import { withDatabase } from "#support/database";
import { readDatabaseState } from "#support/database-state";
import { makePost } from "#support/factories";
import { anyRequest } from "#support/invalid-requests";
import { holds, RUNS } from "#support/property";
import { router } from "#support/router";
import { type ExactReply, sendExactRequest } from "#support/send-exact-request";
import { serve } from "#support/serve";
import { withSettings } from "#support/settings";

const data = withDatabase();
withSettings({ API_KEY: "sixteen-signs-or-more", CORS_ORIGINS: ["https://good.example"] });

const CONTRACTS: [RegExp, z.ZodType][] = [
  [/^GET \/api\/posts$/, z.array(PostListItem)],
  [/^GET \/api\/tags$/, z.array(TagCount)],
  [/^GET \/api\/legacy-posts$/, z.array(LegacyPost)],
  [/^GET \/api\/posts\/\d+\/revisions$/, z.array(RevisionSummary)],
  [/^GET \/api\/posts\/\d+\/revisions\/\d+$/, Revision],
  [/^(?:POST \/api\/posts|(?:GET|PUT|PATCH) \/api\/posts\/\d+|POST \/api\/posts\/\d+\/restore)$/, Post],
  [/^GET \/api\/trash\/\d+$/, TrashedPost],
  [/^GET \/api\/(?:health|ready)$/, z.strictObject({ status: z.string() })],
];

const NO_BODY = [204, 304];

function expectContract(method: string, path: string, { headers, status, text }: ExactReply): void {
  if (method === "HEAD" || NO_BODY.includes(status)) {
    expect(text).toBe("");
  } else if (status < 400) {
    const address = `${method} ${path.split("?")[0]}`;
    const contract = CONTRACTS.find(([form]) => form.test(address))?.[1];
    expect({ address, isKnown: contract !== undefined }).toEqual({ address, isKnown: true });
    contract?.parse(JSON.parse(text));
  } else {
    expect(headers["content-type"]).toBe("application/problem+json; charset=utf-8");
    expect(ProblemBody.parse(JSON.parse(text)).status).toBe(status);
  }
}

test("any HTTP request — a response of the contract, never 5xx; a refused one stores nothing", async () => {
  await makePost({ title: "Red", content: "Blue", tags: ["a"] });
  await makePost({ title: "Blue", content: "Red", status: "draft" });
  const statuses = new Map<number, number>();
  await serve(router, async (url) => {
    await holds(
      anyRequest,
      async (request) => {
        const before = await readDatabaseState(data.db);
        const reply = await sendExactRequest(url, request);
        statuses.set(reply.status, (statuses.get(reply.status) ?? 0) + 1);
        expect(reply.status).toBeLessThan(500);
        expectContract(request.method, request.path, reply);
        if (reply.status >= 400) expect(await readDatabaseState(data.db)).toEqual(before);
      },
      // As many on every engine: fewer do not come upon each kind of answer.
      800 / RUNS,
    );
  });
  // The requests are not all refused at the door, nor by one and the same rule.
  expect([...statuses.keys()]).toEqual(expect.arrayContaining([200, 201, 204, 304, 400, 401, 403, 404, 405, 412, 415]));
});
